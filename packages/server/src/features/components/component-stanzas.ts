import { type Element, errorReply, Jid, StanzaError, StreamError, withAttrs } from "@yonder/protocol";
import type { Registration } from "../../directory/directory.ts";
import { isAnswered } from "../../router/services.ts";
import type { Host } from "../feature.ts";
import { probe } from "../probe.ts";
import { serverInfo } from "../service-info.ts";
import { ServiceIqs } from "../service-iqs.ts";
import { isSubscription, Subscriptions } from "../subscriptions.ts";

/** Takes what components send: to our users, to the server, and to services (XEP-0114 §3). */
export class ComponentStanzas {
  readonly #host: Host;
  readonly #subscriptions: Subscriptions;
  readonly #server: ServiceIqs;
  /** By sender, the stanza that the next one waits for: theirs are handled one after another. */
  readonly #before = new Map<string, Promise<void>>();

  constructor(host: Host) {
    this.#host = host;
    this.#subscriptions = new Subscriptions(host);
    this.#server = new ServiceIqs(host, serverInfo(host));
  }

  /** Rejects with StreamError when its addresses are wrong. */
  async take(domain: string, stanza: Element): Promise<void> {
    const from = Jid.tryParse(stanza.attr("from") ?? "");
    if (from?.domain !== domain) throw new StreamError(stanza.attr("from") ? "invalid-from" : "improper-addressing");
    const address = stanza.attr("to");
    if (!address) throw new StreamError("improper-addressing");
    const sender = from.toString();
    const answer = () => this.#answer(stanza, from, address);
    // What became of the one before is nothing to this one.
    const handled = (this.#before.get(sender) ?? Promise.resolve()).then(answer, answer);
    this.#before.set(sender, handled);
    try {
      await handled;
    } finally {
      if (this.#before.get(sender) === handled) this.#before.delete(sender);
    }
  }

  async #answer(stanza: Element, from: Jid, address: string): Promise<void> {
    try {
      await this.#handle(stanza, from, address);
    } catch (error) {
      const type = stanza.attr("type");
      if (!(error instanceof StanzaError)) this.#host.log.error({ err: error }, "a component's stanza not handled");
      const refusal = error instanceof StanzaError ? error : new StanzaError("internal-server-error");
      // RFC 6120 §8.3.1 and §8.2.3
      if (type !== "error" && type !== "result") await this.#host.router.send(errorReply(stanza, refusal));
    }
  }

  async #handle(stanza: Element, from: Jid, address: string): Promise<void> {
    const { router, domain } = this.#host;
    const to = Jid.tryParse(address);
    if (!to) throw new StanzaError("jid-malformed");
    if (to.domain !== domain) {
      if ((await router.send(stanza)) === 0) throw new StanzaError("remote-server-not-found");
      return;
    }
    if (stanza.name === "iq") return this.#iq(stanza, from, to);
    // Neither says the server anything.
    if (to.local === undefined) return;
    if (stanza.name === "message") return router.accept(stanza);
    if (stanza.name === "presence") return this.#presence(stanza, from, to);
    throw new StreamError("unsupported-stanza-type");
  }

  async #iq(stanza: Element, jid: Jid, to: Jid): Promise<void> {
    if (to.local === undefined && !isAnswered(stanza)) return this.#host.router.answered(stanza);
    if (to.local === undefined && to.resource === undefined)
      return this.#server.answer(stanza, { jid, session: undefined });
    if (to.resource === undefined || (await this.#host.router.send(stanza)) === 0)
      throw new StanzaError("service-unavailable");
  }

  async #presence(stanza: Element, from: Jid, to: Jid): Promise<void> {
    const { router } = this.#host;
    const type = stanza.attr("type");
    if (isSubscription(type)) {
      const stamped = withAttrs(stanza, { from: from.bare, to: to.bare });
      return this.#subscriptions.arrive(to.bare, type, stamped);
    }
    if (type === "probe") {
      const answer = await probe(this.#host, from, to);
      const attrs = { from: to.bare, to: from.toString(), type: answer, id: undefined };
      if (answer) await router.send(withAttrs(stanza, attrs));
      return;
    }
    const { resource } = to;
    const isChosen = (registration: Registration) =>
      resource === undefined ? registration.presence.isAvailable : registration.resource === resource;
    await router.sendTo(to.bare, stanza, isChosen);
  }
}
