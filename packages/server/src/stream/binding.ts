import { createHmac } from "node:crypto";
import { type Element, Jid, JidError, NS, StanzaError, xml } from "@yonder/protocol";
import type { Account } from "../store/store.ts";
import type { Connection } from "../transport/connection.ts";
import { Session } from "./session.ts";
import type { StreamContext } from "./stream-context.ts";
import { enable } from "./stream-management.ts";

/** Binds the resource that the client asks for, or one made up (RFC 6120 §7). Throws StanzaError. */
export async function bind(
  account: Account,
  resource: string | undefined,
  connection: Connection,
  context: StreamContext,
): Promise<Session> {
  const jid = jidOf(account, resource || context.randomId(), context);
  const session = new Session(jid, account, sessionId(context), connection, context);
  await register(session, context);
  return session;
}

/** A session that waits for `Session.begin`, and what its client is told of it. */
export interface Bound {
  readonly session: Session;
  readonly element: Element;
}

/** Binds a resource along with the login (XEP-0386 §3.2), with all that the client asks for. Throws StanzaError. */
export async function bindInline(
  account: Account,
  request: Element,
  agent: string | undefined,
  context: StreamContext,
): Promise<Bound> {
  const jid = jidOf(account, resourceFor(account, request.childText("tag"), agent, context), context);
  const session = new Session(jid, account, sessionId(context), undefined, context);
  const enableSm = request.child("enable", NS.sm);
  const enabled = enableSm && enable(session, enableSm);
  const bound = await register(session, context, request);
  return { session, element: xml("bound", NS.bind2, null, ...bound, enabled) };
}

async function register(session: Session, { events }: StreamContext, request?: Element): Promise<readonly Element[]> {
  try {
    const bound = request ? await events.inline(session, request) : [];
    await events.bind(session);
    return bound;
  } catch (error) {
    session.abandon();
    throw error;
  }
}

function sessionId({ handover, randomId }: StreamContext): string {
  return handover?.smId(randomId()) ?? randomId();
}

function jidOf({ username }: Account, resource: string, { domain }: StreamContext): Jid {
  try {
    return Jid.of(username, domain, resource);
  } catch (error) {
    if (error instanceof JidError) throw new StanzaError("bad-request", "Not a resource.", { cause: error });
    throw error;
  }
}

/** Longest tag that becomes part of an address. */
const MAX_TAG = 100;

/** §3.2.1: the same for each login of a client, so that its next session takes the place of the last one. */
function resourceFor(
  account: Account,
  tag: string | undefined,
  agent: string | undefined,
  context: StreamContext,
): string {
  const { domain, randomId } = context;
  const id = agent === undefined ? randomId() : clientId(account, agent, context);
  const isUsable = tag && tag.length <= MAX_TAG && Jid.tryParse(`${domain}/${tag}/${id}`) !== undefined;
  return isUsable ? `${tag}/${id}` : id;
}

/** What all addresses of a client end with: nobody learns its secret id from it. */
export function clientId(
  { id }: Account,
  agent: string,
  { fakeSaltSecret }: Pick<StreamContext, "fakeSaltSecret">,
): string {
  return createHmac("sha256", fakeSaltSecret).update(`resource ${id} ${agent}`).digest("base64url").slice(0, 16);
}
