import { type Element, type Jid, NS, originIdOf, StanzaError, serialize } from "@yonder/protocol";
import type { Directory } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import { type Store, StoreError } from "../store/store.ts";
import { stamped } from "./archived-stanza.ts";
import { andThen } from "./awaitable.ts";
import type { Barrier } from "./barrier.ts";
import { isCarbonCopied } from "./carbons-rules.ts";
import type { Courier } from "./courier.ts";
import { withoutForgeries } from "./forgeries.ts";
import { messageType, REFUSAL, routeMessage } from "./route.ts";
import { storagePolicy } from "./storage-rules.ts";

interface Parts {
  readonly domain: string;
  readonly store: Store;
  readonly directory: Directory;
  readonly courier: Courier;
  readonly barrier: Barrier;
}

/** The way of a message to one of our users from somebody who has no session here: from a service, or through one. */
export class OutsideMessages {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves once it is kept, if it is to be, and on its way. Throws StanzaError to refuse it. */
  async take(raw: Element, from: Jid, to: Jid): Promise<void> {
    if (await this.#parts.barrier.between(from, to)) throw new StanzaError(REFUSAL);
    const stanza = withoutForgeries(raw, this.#parts.domain, to);
    const policy = storagePolicy(stanza);
    const isForResource = to.resource !== undefined && messageType(raw.attr("type")) !== "chat";
    if (!policy.shouldArchive || (isForResource && !(await this.#isHere(to))))
      return this.#pass(stanza, to, policy.shouldBounce || isForResource);
    const accepted = await this.#accept(stanza, from, to, policy.isPending);
    if (accepted.kind === "no-recipient") throw new StanzaError(REFUSAL);
    if (accepted.kind === "duplicate") return;
    const { id: archiveId, after } = accepted;
    await this.#deliver({ to: to.bare, stanza: stamped(stanza, to.bare, archiveId), archiveId, after }, to);
  }

  async #isHere({ bare, resource }: Jid): Promise<boolean> {
    const registrations = await this.#parts.directory.lookUp(bare);
    return registrations.some((registration) => registration.resource === resource);
  }

  async #accept(stanza: Element, from: Jid, to: Jid, isPending: boolean) {
    try {
      return await this.#parts.store.archive.accept({
        from: undefined,
        toUsername: to.local,
        senderPeer: to.bare,
        recipientPeer: from.bare,
        xml: serialize(stanza, NS.client),
        originId: originIdOf(stanza),
        isPending,
      });
    } catch (error) {
      const isFull = error instanceof StoreError && error.code === "full";
      const condition = isFull ? "resource-constraint" : "internal-server-error";
      throw new StanzaError(condition, undefined, { type: "wait", cause: error });
    }
  }

  /** What needs no store. */
  #pass(stanza: Element, to: Jid, shouldBounce: boolean): Awaitable<void> {
    return andThen(this.#deliver({ to: to.bare, stanza }, to), (otherwise) => {
      const isRefused = otherwise === "refuse" || (otherwise === "keep" && shouldBounce);
      if (isRefused && stanza.attr("type") !== "error") throw new StanzaError(REFUSAL);
    });
  }

  /** Returns what is to become of a message that nobody gets. */
  #deliver(parcel: Parameters<Courier["post"]>[0], to: Jid): Awaitable<"keep" | "drop" | "refuse"> {
    const { stanza } = parcel;
    const { directory, courier } = this.#parts;
    return andThen(directory.lookUp(to.bare), (registrations) => {
      const isCopied = isCarbonCopied(stanza);
      const decision = routeMessage(messageType(stanza.attr("type")), to.resource, registrations, isCopied);
      courier.post(parcel, decision.deliveries, registrations);
      return decision.deliveries.length > 0 ? "drop" : decision.otherwise;
    });
  }
}
