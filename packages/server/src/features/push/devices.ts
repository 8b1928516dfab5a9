import { type Element, Jid, NS, withAttrs } from "@yonder/protocol";
import { andThen } from "../../router/awaitable.ts";
import { takesAttended } from "../../router/route.ts";
import { SparseLists } from "../../router/sparse-lists.ts";
import type { PushRegistration } from "../../store/pushes.ts";
import type { AccountChange } from "../../store/store.ts";
import type { Session } from "../../stream/session.ts";
import type { Awaitable, Events, Host, Listener } from "../feature.ts";
import { engineOf } from "../pubsub/engine.ts";
import { type Notice, noticeOf } from "./notice.ts";
import { Pacer } from "./pacer.ts";
import { type Wishes, wantsToHear, wishesOf } from "./wishes.ts";

/** How long, in milliseconds, after a connection was lost others may have taken it for attended still, or for here. */
const SETTLING_TIME = 2_000;

/** By which name of a kind of clients their users' settings count for a device (XEP-0492 §3). */
const CLIENTS = { service: "phone", web: "web" } as const;

/** Nodes of a user's own that say of what they want to be told. */
const WISHES: readonly string[] = [NS.conversations, NS.bookmarks];

/** Of one user: where they are told, and of what. */
interface Known {
  readonly registrations: readonly PushRegistration[];
  readonly wishes: Wishes;
}

type Listeners = { readonly [N in "unattended" | "said" | "attention" | "gap"]: Listener<Events[N]> };

/**
 * The devices of one kind that users have registered, told of messages that none of their sessions is attended for. The node of the sender
 * tells them; only of what was on its way when a connection was lost, the node of that session tells its own device.
 */
export class Devices {
  readonly #host: Host;
  readonly #kind: PushRegistration["kind"];
  readonly #lists: SparseLists<Known>;
  readonly #pacer = new Pacer();
  readonly #send: (registration: PushRegistration, notice: Notice) => void;
  readonly #stopListening: () => void;

  constructor(host: Host, kind: PushRegistration["kind"], send: (it: PushRegistration, notice: Notice) => void) {
    const { pushes } = host.store;
    this.#host = host;
    this.#kind = kind;
    this.#send = send;
    this.#lists = new SparseLists({
      name: `push-${kind}`,
      source: {
        users: (after) => pushes.users(after),
        async read(username) {
          const registrations = (await pushes.of(username)).filter((registration) => registration.kind === kind);
          const [first] = registrations;
          return first && { registrations, wishes: await wishesOf(host, first.owner, CLIENTS[kind]) };
        },
      },
      node: host.nodeId,
      directory: host.directory,
      relay: host.relay,
      log: host.log,
    });
    engineOf(host).nodes.onEvent(({ jid, place }, { name }) => {
      if (WISHES.includes(name) && place.kind === "account") void this.#look(jid).catch(this.#log);
    });
    this.#stopListening = host.store.onAccountsChanged((change) => {
      if (change.kind === "removed") this.#lists.forget(change.username);
      if (change.kind === "credentials")
        setTimeout(() => void this.#forgetOthers(change).catch(this.#log), SETTLING_TIME).unref();
    });
  }

  /** What a feature listens to for them. */
  get listeners(): Listeners {
    return {
      unattended: ({ user, stanza }) => this.#tell(user, stanza),
      said: (event) => this.#tellGroup(event),
      attention: (session) => this.#watch(session),
      gap: () => this.#lists.catchUp(),
    };
  }

  start(): Promise<void> {
    return this.#lists.reload();
  }

  join(): Promise<void> {
    return this.#lists.join();
  }

  async stop(): Promise<void> {
    this.#lists.stop();
    this.#pacer.stop();
    this.#stopListening();
  }

  /** A user's, as they stand in the store. */
  async put(username: string, registration: PushRegistration): Promise<void> {
    await this.#host.store.pushes.put(registration);
    await this.#lists.changed(username);
  }

  /** All nodes of the address unless one is named. */
  async remove(username: string, owner: number, address: string, node?: string): Promise<void> {
    if ((await this.#host.store.pushes.remove(owner, address, node)) > 0) await this.#lists.changed(username);
  }

  /** With a new password all have to log in anew but who has set it: what others had registered may not be the user's. One node would be enough. */
  async #forgetOthers({ id, username }: AccountChange): Promise<void> {
    const { directory, store, domain } = this.#host;
    const registrations = await directory.lookUp(Jid.of(username, domain).bare);
    for (const { kind, owner, address, node, resource } of await store.pushes.of(username))
      if (kind === this.#kind && owner === id && !registrations.some((it) => it.resource === resource))
        await this.remove(username, owner, address, node);
  }

  /** Something is said anew of a user's conversations. */
  async #look(user: string): Promise<void> {
    const username = Jid.parse(user).local ?? "";
    if (await this.#lists.of(username)) await this.#lists.changed(username);
  }

  #tell(user: string, stanza: Parameters<typeof noticeOf>[0], resource?: string): Awaitable<void> {
    const notice = this.#lists.isEmpty ? undefined : noticeOf(stanza);
    if (!notice) return;
    return andThen(this.#lists.of(Jid.parse(user).local ?? ""), (known) => {
      if (!known || known.wishes.muted.has(notice.sender)) return;
      for (const registration of known.registrations)
        if (resource === undefined || registration.resource === resource) this.#pace(registration, notice);
    });
  }

  /** Those who belong to a group, and whose devices are known: one look at what is in memory for each of the others. */
  #tellGroup({ group, author, stanza, members }: Events["said"]): void {
    const notice = this.#lists.isEmpty ? undefined : noticeOf(stanza);
    if (!notice) return;
    const end = `@${this.#host.domain}`;
    for (const user of members()) {
      if (user === author || !user.endsWith(end)) continue;
      const known = this.#lists.of(user.slice(0, -end.length));
      if (known) void this.#tellMember({ group, author, user, stanza }, known, notice).catch(this.#log);
    }
  }

  async #tellMember(
    { group, author, user, stanza }: { group: string; author: string; user: string; stanza: Element },
    reading: Awaitable<Known | undefined>,
    notice: Notice,
  ): Promise<void> {
    const known = await reading;
    if (!known || !wantsToHear(known.wishes, group, user, stanza)) return;
    const { directory, router } = this.#host;
    if ((await directory.lookUp(user)).some(takesAttended)) return;
    // Whoever is blocked is not heard in a group either (XEP-0191).
    if (await router.cutOf(withAttrs(stanza, { from: author, to: user }))) return;
    for (const registration of known.registrations) this.#pace(registration, notice);
  }

  #pace(registration: PushRegistration, notice: Notice): void {
    const { owner, address, node } = registration;
    this.#pacer.tell(`${owner} ${address} ${node}`, notice, (paced) => this.#send(registration, paced));
  }

  /** Its connection may be lost, and what went out over it with it. */
  #watch(session: Session): void {
    if (this.#lists.isEmpty || session.transport !== undefined) return;
    setTimeout(() => void this.#tellOfLost(session).catch(this.#log), SETTLING_TIME).unref();
  }

  async #tellOfLost(session: Session): Promise<void> {
    if (session.isOver || session.transport !== undefined) return;
    const waiting = session.unacknowledged.filter(({ archiveId }) => archiveId !== undefined);
    const registrations = waiting.length > 0 ? await this.#host.directory.lookUp(session.jid.bare) : [];
    if (registrations.some(takesAttended)) return;
    for (const { stanza } of waiting) await this.#tell(session.jid.bare, stanza, session.jid.resource);
  }

  readonly #log = (error: unknown): void => this.#host.log.warn({ err: error }, "a device could not be told");
}
