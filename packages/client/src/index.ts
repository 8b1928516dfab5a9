export { Engine } from "./engine.ts";
export { RegistrationError, type RegistrationProblem, SignInError } from "./errors.ts";
export type { Clock, EngineOptions, Socket, SocketFactory, TabStore } from "./options.ts";
export { openIndexedDb } from "./storage/indexed-db.ts";
export { memoryStorage } from "./storage/memory.ts";
export type { Storage } from "./storage/storage.ts";
export type {
  ConnectionState,
  Contact,
  Conversation,
  EngineApi,
  Events,
  Message,
  MessageState,
  PresenceState,
  RefusalReason,
} from "./types.ts";
