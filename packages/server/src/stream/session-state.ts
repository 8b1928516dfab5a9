import { type Element, Jid, parseElement, serialize, UNLIMITED } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import type { Account } from "../store/store.ts";
import type { Luggage } from "./node-port.ts";
import type { OutgoingState } from "./outgoing.ts";
import type { Session } from "./session.ts";
import { type Wishes, wishesOf } from "./session-profile.ts";

/** All there is to know of a session that goes to another node. */
export interface SessionState extends Plain {
  readonly jid: Jid;
  readonly wishes: Wishes;
  readonly sent: OutgoingState;
}

interface Plain {
  readonly id: string;
  readonly account: Account;
  readonly resumeSeconds: number;
  /** `h` that is told to the client. */
  readonly handledCount: number;
  readonly luggage: Luggage;
}

/** A state as JSON carries it. */
export interface WrittenState extends Plain {
  readonly version: number;
  readonly jid: string;
  readonly wishes: Omit<Wishes, "presence"> & { readonly presence?: string | undefined };
  readonly sent: { readonly acknowledgedCount: number; readonly unacknowledged: readonly WrittenStanza[] };
}

interface WrittenStanza {
  readonly xml: string;
  readonly archiveId?: number | undefined;
  readonly reachedTo?: Asker | undefined;
}

/** Of what is written; a node reads no other. */
export const STATE_VERSION = 1;

export function stateOf(session: Session, resumeSeconds: number, sent: OutgoingState, luggage: Luggage): SessionState {
  const { id, jid, account, handledCount } = session;
  return { id, jid, account, resumeSeconds, handledCount, wishes: wishesOf(session), sent, luggage };
}

export function writeState(state: SessionState): WrittenState {
  const { jid, wishes, sent } = state;
  const unacknowledged = sent.unacknowledged.map(({ stanza, ...rest }) => ({ xml: serialize(stanza), ...rest }));
  return {
    ...state,
    version: STATE_VERSION,
    jid: jid.toString(),
    wishes: { ...wishes, presence: wishes.presence && serialize(wishes.presence) },
    sent: { ...sent, unacknowledged },
  };
}

/** Undefined: written by a release that knows more than this one. */
export function readState(written: WrittenState): SessionState | undefined {
  const { version, jid, wishes, sent } = written;
  if (version !== STATE_VERSION) return undefined;
  return {
    ...written,
    jid: Jid.parse(jid),
    wishes: { ...wishes, presence: wishes.presence === undefined ? undefined : read(wishes.presence) },
    sent: { ...sent, unacknowledged: sent.unacknowledged.map(readStanza) },
  };
}

function readStanza({ xml, archiveId, reachedTo }: WrittenStanza): OutgoingState["unacknowledged"][number] {
  return { stanza: read(xml), archiveId, reachedTo };
}

function read(xml: string): Element {
  return parseElement(xml, UNLIMITED);
}
