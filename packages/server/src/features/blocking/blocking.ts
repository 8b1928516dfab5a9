import { type Element, NS, StanzaError, xml } from "@yonder/protocol";
import { StoreError } from "../../store/store.ts";
import type { Session } from "../../stream/session.ts";
import type { Feature, Host, Iq } from "../feature.ts";
import { requireOwnAccount } from "../target.ts";
import { blockChangeIn, blockElement, itemsOf } from "./blocklist-element.ts";
import { reportIn } from "./reports.ts";

/** Reports of one request that are kept: the store keeps no more of one user. */
const MAX_REPORTS = 100;

/** Lets users block others, as XEP-0191 says; the router keeps them apart (router/barrier.ts). */
export const blocking: Feature = {
  name: "blocking",
  specification: "XEP-0191",
  advertises: [NS.blocking],
  async start(host) {
    const desk = new BlockingDesk(host);
    await host.blocklists.reload();
    const stopListening = host.store.onAccountsChanged(({ kind, username }) => {
      if (kind === "removed") host.blocklists.forget(username);
    });
    return {
      iq: {
        get: { "{urn:xmpp:blocking}blocklist": (iq) => desk.list(iq) },
        set: {
          "{urn:xmpp:blocking}block": (iq) => desk.block(iq),
          "{urn:xmpp:blocking}unblock": (iq) => desk.unblock(iq),
        },
      },
      on: {
        // What is pending goes out in one go: the list is known before.
        bind: async ({ jid }) => void (await host.blocklists.of(jid.local ?? "")),
        signal: ({ user, signal }) => desk.push(user, signal),
        gap: () => host.blocklists.catchUp(),
      },
      luggage: desk,
      listen: () => host.blocklists.join(),
      async stop() {
        stopListening();
        host.blocklists.stop();
      },
    };
  },
};

class BlockingDesk {
  readonly #host: Host;
  /** Sessions that have asked for the list: they are told what changes (§3.3). */
  readonly #interested = new WeakSet<Session>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** §3.2 */
  async list(iq: Iq): Promise<Element> {
    requireOwnAccount(iq);
    // Before it is read, so that no change is missed in between.
    this.#interested.add(iq.session);
    return blockElement("blocklist", await this.#host.store.blocks.of(iq.session.account.username));
  }

  /** §3.3 */
  async block(iq: Iq): Promise<undefined> {
    requireOwnAccount(iq);
    const { store, features, randomId } = this.#host;
    const { account, jid } = iq.session;
    const items = itemsOf(iq.payload);
    if (items.size === 0) throw new StanzaError("bad-request", "Whom?");
    if (items.has(jid.bare)) throw new StanzaError("not-allowed", "One does not block oneself.");
    const reports = [...items].map(([address, item]) => reportIn(item, address, jid.bare, randomId()));
    const added = await store.blocks.add(account.id, [...items.keys()]).catch(tooMany);
    if (features.some(({ name }) => name === "reporting"))
      for (const report of reports.filter((it) => it !== undefined).slice(0, MAX_REPORTS))
        await store.reports.add(account.id, report);
    await this.#spread(iq, blockElement("block", added));
  }

  /** §3.4 and §3.5 */
  async unblock(iq: Iq): Promise<undefined> {
    requireOwnAccount(iq);
    const { blocks } = this.#host.store;
    const addresses = [...itemsOf(iq.payload).keys()];
    if (addresses.length > 0) {
      const removed = await blocks.remove(iq.session.account.id, addresses);
      return this.#spread(iq, blockElement("unblock", removed));
    }
    const all = blockElement("unblock", await blocks.remove(iq.session.account.id));
    return this.#spread(iq, xml("unblock", NS.blocking, { all: "true" }, ...all.elements()));
  }

  /** Tells the sessions here that asked for the list. */
  push(user: string, signal: Element): void {
    if (!blockChangeIn(signal)) return;
    const query = signal.attr("all") === undefined ? signal : xml("unblock", NS.blocking);
    for (const session of this.#host.sessions.of(user)) {
      if (!this.#interested.has(session)) continue;
      const to = session.jid.toString();
      session.send(xml("iq", NS.client, { type: "set", id: this.#host.randomId(), to }, query));
    }
  }

  pack(session: Session): boolean {
    return this.#interested.has(session);
  }

  unpack(session: Session, packed: unknown): void {
    if (packed === true) this.#interested.add(session);
  }

  /** Every node goes by it before it is answered; behind the answer, the nodes where the user is tell who is concerned. */
  async #spread(iq: Iq, change: Element): Promise<undefined> {
    await this.#host.blocklists.changed(iq.session.account.username);
    if (change.elements().length === 0 && change.attr("all") === undefined) return;
    iq.afterResult(() => void this.#host.router.signal(iq.session.jid.bare, change));
  }
}

function tooMany(error: unknown): never {
  if (error instanceof StoreError && error.code === "full")
    throw new StanzaError("resource-constraint", "The list is full.", { type: "cancel", cause: error });
  throw error;
}
