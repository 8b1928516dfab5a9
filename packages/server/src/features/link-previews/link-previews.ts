import { type Element, linkMetadata, NS, StanzaError, xml } from "@yonder/protocol";
import type { Feature, Host, Iq } from "../feature.ts";
import { Allowances } from "../guests/allowance.ts";
import { lookupAmong } from "../public-address.ts";
import { refuseOtherAccounts } from "../target.ts";
import { previewOf } from "./preview.ts";
import { mayVisit, openWeb, type Reach } from "./visit.ts";

/** Pages that are visited at a time, by this node and for one account. */
const MAX_VISITS = 8;
const MAX_OF_ACCOUNT = 2;
/** How many an account may ask for at once, and in how many milliseconds for one more. */
const RATE = { burst: 20, refillMs: 10_000 };
/** How long a page and its picture may take, in milliseconds. */
const VISIT_TIME = 5_000;

/** Tells what a page says of itself, for whoever is about to send a link to it (XEP-0511): docs/link-preview.md. */
export const linkPreviews: Feature = {
  name: "link-previews",
  specification: ["XEP-0511", NS.linkPreview],
  advertises: [NS.linkPreview],
  start(host) {
    const desk = new PreviewDesk(host);
    return {
      slowIq: { get: { "{urn:yonder:link-preview:0}preview": (iq) => desk.answer(iq) } },
      stop: async () => desk.stop(),
    };
  },
};

/** Everything that this machine can reach: for tests. */
const anywhere: Reach = { mayReach: () => true, mayUse: () => true, lookup: lookupAmong(() => true) };

class PreviewDesk {
  readonly #host: Host;
  readonly #reach: Reach;
  readonly #allowances = new Allowances(RATE);
  readonly #stopped = new AbortController();
  /** Visits under way by account. */
  readonly #underWay = new Map<number, number>();
  #visits = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#reach = host.config.linkPreviewsPrivate ? anywhere : openWeb;
  }

  async answer(iq: Iq): Promise<Element> {
    refuseOtherAccounts(iq);
    const url = this.#urlIn(iq.payload);
    const { id } = iq.session.account;
    this.#admit(id);
    this.#count(id, 1);
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(VISIT_TIME)]);
    try {
      return xml("preview", NS.linkPreview, null, linkMetadata(await previewOf(url, this.#reach, signal)));
    } catch (error) {
      this.#host.log.debug({ err: error }, "a page could not be shown beforehand");
      // Why is nobody's business: it would tell what this machine can reach.
      throw new StanzaError("item-not-found", "There is nothing to show of this page.");
    } finally {
      this.#count(id, -1);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  #urlIn(payload: Element): URL {
    const text = payload.attr("url") ?? "";
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !mayVisit(url, this.#reach))
      throw new StanzaError("not-acceptable", "This is no address of a public page.");
    return url;
  }

  #admit(id: number): void {
    const { config, clock } = this.#host;
    const isBusy = this.#visits >= MAX_VISITS || (this.#underWay.get(id) ?? 0) >= MAX_OF_ACCOUNT;
    if (isBusy || (config.rateLimits && !this.#allowances.take(String(id), clock.now())))
      throw new StanzaError("resource-constraint", "Too many pages at a time.", { type: "wait" });
  }

  #count(id: number, change: 1 | -1): void {
    this.#visits += change;
    const count = (this.#underWay.get(id) ?? 0) + change;
    if (count > 0) this.#underWay.set(id, count);
    else this.#underWay.delete(id);
  }
}
