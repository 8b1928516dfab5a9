export type { CareActions } from "./care/types.ts";
export type {
  Device,
  DevicesApi,
  EntryApi,
  MadePasskey,
  Passkey,
  PasskeyCreation,
  Passkeys,
} from "./devices/types.ts";
export { Engine } from "./engine.ts";
export { RegistrationError, type RegistrationProblem, SignInError } from "./errors.ts";
export type { FilesApi, NewFile, Put } from "./files/types.ts";
export type {
  Group,
  GroupActions,
  GroupInvitation,
  GroupMember,
  GroupNotice,
  GroupNotify,
  GroupRefusal,
  GroupRole,
  GroupState,
  GroupsApi,
} from "./groups/types.ts";
export type { SavedAccess } from "./keyring.ts";
export type {
  ContactLink,
  Desk,
  DeskPerson,
  DeskProblem,
  GuestPass,
  InvitationNotice,
  LinksApi,
} from "./links/types.ts";
export { isMeantBy } from "./message-references.ts";
export type { Clock, EngineOptions, Socket, SocketFactory, TabStore } from "./options.ts";
export type { OwnCard, OwnPicture, PeopleActions, PeopleApi, Report } from "./people/types.ts";
export type { Hit, PastApi, SearchApi, SearchResults } from "./search/types.ts";
export { openBrowserStorage } from "./storage/browser-storage.ts";
export { openIndexedDb } from "./storage/indexed-db.ts";
export { memoryStorage } from "./storage/memory.ts";
export type { Storage } from "./storage/storage.ts";
export { openTab } from "./tabs/tab.ts";
export type { TabOptions } from "./tabs/tab-options.ts";
export type {
  Attachment,
  Author,
  ConnectionState,
  Contact,
  Conversation,
  ConversationKind,
  EngineApi,
  Events,
  Message,
  MessageState,
  Moved,
  PresenceState,
  Reaction,
  RefusalReason,
  Reply,
  SendOptions,
  SharedFile,
} from "./types.ts";
export type { AtNode, LineState, LinkMetadata, Moment, Way, WorkingsApi } from "./workings/types.ts";
