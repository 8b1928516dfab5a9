import { type Element, formatDateTime, NS, StanzaError, StreamError, xml } from "@yonder/protocol";
import type { Registration } from "../directory/directory.ts";
import { LIFETIME } from "../stream/fast-tokens.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { isSignal, revoked } from "./signals.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Shows the owner of an account which clients may use it, and lets the owner sign them out. */
export const devices: Feature = {
  name: "devices",
  specification: "XEP-0494",
  advertises: [NS.clientAccess],
  start: (host) => ({
    iq: {
      get: { "{urn:xmpp:cam:0}list": (iq) => list(host, iq) },
      set: { "{urn:xmpp:cam:0}revoke": (iq) => revoke(host, iq) },
    },
    on: {
      signal: ({ user, signal }) => {
        if (isSignal(signal, "revoked")) end(host, user, signal.attr("client") ?? "");
      },
    },
  }),
};

/** §3.1. A token is renewed each day that its client comes: when that was is known to the day. */
async function list(host: Host, iq: Iq): Promise<Element> {
  refuseOtherAccounts(iq);
  const { id, epoch } = iq.session.account;
  const [clients, sessions] = await Promise.all([
    host.store.tokens.clients(id, epoch),
    host.directory.lookUp(iq.from.bare),
  ]);
  const now = host.clock.now();
  const known = clients.map((client) => {
    const isHere = sessions.some((session) => isOf(session, client.id));
    const seen = isHere ? now : client.expiresAt.getTime() - LIFETIME;
    return entry({ ...client, isHere, seen, auth: "fast" });
  });
  const others = sessions.filter((session) => !clients.some((client) => isOf(session, client.id)));
  const unknown = others.map(({ resource }) =>
    entry({
      id: `session ${resource}`,
      isHere: true,
      seen: now,
      auth: "password",
      software: resource.split(/[/.]/)[0],
    }),
  );
  return xml("clients", NS.clientAccess, null, ...known, ...unknown);
}

interface Entry {
  readonly id: string;
  readonly isHere: boolean;
  /** Milliseconds since 1970. */
  readonly seen: number;
  readonly auth: "fast" | "password";
  readonly software?: string | undefined;
  readonly device?: string | undefined;
}

function entry({ id, isHere, seen, auth, software, device }: Entry): Element {
  const ns = NS.clientAccess;
  return xml(
    "client",
    ns,
    { id, type: "session", connected: String(isHere) },
    xml("last-seen", ns, null, formatDateTime(new Date(seen))),
    xml("auth", ns, null, xml(auth, ns)),
    xml("permission", ns, { status: "unrestricted" }),
    xml(
      "user-agent",
      ns,
      null,
      software ? xml("software", ns, null, software) : undefined,
      device ? xml("device", ns, null, device) : undefined,
    ),
  );
}

/** §3.2. Whoever logged in with the password alone is told by a new password. */
async function revoke(host: Host, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  const id = iq.payload.attr("id") ?? "";
  const { account } = iq.session;
  const clients = await host.store.tokens.clients(account.id, account.epoch);
  if (clients.some((client) => client.id === id)) {
    await host.store.tokens.revokeClient(account.id, id);
    const user = iq.from.bare;
    iq.afterResult(() => void host.router.signal(user, revoked(id)));
    return;
  }
  const sessions = await host.directory.lookUp(iq.from.bare);
  if (!sessions.some(({ resource }) => `session ${resource}` === id)) throw new StanzaError("item-not-found");
  throw new StanzaError("service-unavailable", "It knows the password: set a new one.");
}

function end({ sessions }: Host, user: string, client: string): void {
  for (const session of sessions.of(user))
    if (isOf({ resource: session.jid.resource ?? "" }, client)) session.close(new StreamError("reset", "Signed out."));
}

function isOf({ resource }: Pick<Registration, "resource">, client: string): boolean {
  return resource === client || resource.endsWith(`/${client}`);
}
