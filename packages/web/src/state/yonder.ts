import type {
  Author,
  ConnectionState,
  Contact,
  Conversation,
  EngineApi,
  Group,
  GroupInvitation,
  PeopleApi,
} from "@yonder/client";
import { batch, createContext, createMemo, createSignal, onCleanup, useContext } from "solid-js";
import { localPart, nameFromAddress } from "../components/identity.ts";
import { createLine, type LinkLineState } from "./link.ts";
import { oncePerTurn } from "./once-per-turn.ts";
import { preferences } from "./preferences.ts";

/** The engine and what it tells, as signals. */
export interface Yonder {
  readonly engine: EngineApi;
  readonly address: () => string;
  readonly connection: () => ConnectionState;
  /** What there is to say about the connection. */
  readonly line: () => LinkLineState;
  readonly contacts: () => readonly Contact[];
  readonly requests: () => readonly string[];
  readonly conversations: () => readonly Conversation[];
  /** Groups that we are asked into. */
  readonly invitations: () => readonly GroupInvitation[];
  readonly people: () => PeopleApi;
  contact(address: string): Contact | undefined;
  conversation(peer: string): Conversation | undefined;
  isGroup(peer: string): boolean;
  group(peer: string): Group | undefined;
  /** The name to show for an address. */
  nameOf(address: string): string;
  /** The name to show for somebody in a group: ours for them, else their own. */
  nameIn(who: Pick<Author, "name" | "address">): string;
}

export const YonderContext = createContext<Yonder>();

export function useYonder(): Yonder {
  const yonder = useContext(YonderContext);
  if (!yonder) throw new Error("used outside the app");
  return yonder;
}

export function createYonder(engine: EngineApi): Yonder {
  const [connection, setConnection] = createSignal(engine.connection, { equals: false });
  const [address, setAddress] = createSignal(engine.address);
  const [contacts, setContacts] = createSignal<readonly Contact[]>([...engine.contacts]);
  const [requests, setRequests] = createSignal<readonly string[]>([...engine.requests]);
  const [conversations, setConversations] = createSignal<readonly Conversation[]>([...engine.conversations]);
  const [invitations, setInvitations] = createSignal(engine.groups.invitations);
  const [groups, setGroups] = createSignal(engine.groups, { equals: false });
  const [people, setPeople] = createSignal(engine.people, { equals: false });
  const readAll = () =>
    batch(() => {
      setAddress(engine.address);
      setContacts([...engine.contacts]);
      setRequests([...engine.requests]);
      setConversations([...engine.conversations]);
      setInvitations(engine.groups.invitations);
      setGroups(engine.groups);
      setPeople(engine.people);
    });
  // A presence flood or a page of history reports many changes in one turn: they are read once.
  const readSoon = oncePerTurn(readAll);
  const stops = [
    engine.on("connection", (state) => {
      setConnection(state);
      readSoon();
    }),
    engine.on("contacts", readSoon),
    engine.on("requests", readSoon),
    engine.on("conversation", readSoon),
    engine.on("invitations", readSoon),
    engine.on("group", readSoon),
    engine.on("people", readSoon),
    engine.on("cleared", readAll),
  ];
  onCleanup(() => {
    for (const stop of stops) stop();
  });

  const contactsByAddress = createMemo(() => new Map(contacts().map((one) => [one.address, one])));
  const conversationsByPeer = createMemo(() => new Map(conversations().map((one) => [one.peer, one])));
  const contact = (of: string) => contactsByAddress().get(of);
  return {
    engine,
    address,
    connection,
    line: createLine(connection),
    contacts,
    requests,
    conversations,
    invitations,
    people,
    contact,
    conversation: (peer) => conversationsByPeer().get(peer),
    isGroup: (peer) => conversationsByPeer().get(peer)?.kind === "group",
    group: (peer) => groups().get(peer),
    nameIn: ({ name, address: of }) => (of && contact(of)?.name !== localPart(of) && contact(of)?.name) || name,
    nameOf(of) {
      const group = conversationsByPeer().get(of)?.name;
      if (group) return group;
      const own = preferences.ownName;
      const given = contact(of)?.name;
      if (given && given !== localPart(of)) return given;
      return people().nameOf(of) || (own?.address === of && own.name) || nameFromAddress(of);
    },
  };
}
