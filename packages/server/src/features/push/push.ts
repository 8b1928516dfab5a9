import { createHash } from "node:crypto";
import { type Element, Jid, NS, StanzaError, serialize } from "@yonder/protocol";
import type { PushRegistration } from "../../store/pushes.ts";
import type { Feature, Host, Iq } from "../feature.ts";
import { requireOwnAccount } from "../target.ts";
import { Devices } from "./devices.ts";
import type { Notice } from "./notice.ts";
import { PUBLISH_OPTIONS, publication } from "./publication.ts";

/** Longest node, and longest publish options, in characters. */
const MAX_NODE = 1_024;
const MAX_OPTIONS = 4_096;

/** Tells push services, which tell apps on phones, that messages wait: XEP-0357. */
export const push: Feature = {
  name: "push",
  specification: "XEP-0357",
  advertisesOnAccount: [NS.push],
  async start(host) {
    const desk = new PushDesk(host);
    await desk.devices.start();
    return {
      iq: {
        set: {
          "{urn:xmpp:push:0}enable": (iq) => desk.enable(iq),
          "{urn:xmpp:push:0}disable": (iq) => desk.disable(iq),
        },
      },
      on: { ...desk.devices.listeners, answer: ({ stanza }) => desk.answered(stanza) },
      listen: () => desk.devices.join(),
      stop: () => desk.devices.stop(),
    };
  },
};

class PushDesk {
  readonly devices: Devices;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.devices = new Devices(host, "service", (registration, notice) => this.#publish(registration, notice));
  }

  /** §5: of several with the same address and node, the last counts. */
  async enable(iq: Iq): Promise<undefined> {
    requireOwnAccount(iq);
    const { account, jid } = iq.session;
    const service = addressIn(iq.payload);
    const { router, domain } = this.#host;
    if (service.domain !== domain && !router.serves(service.domain)) throw new StanzaError("remote-server-not-found");
    // What is sent to an account goes to all who use it, whether they want it or not.
    if (service.domain === domain && service.resource === undefined) throw new StanzaError("not-acceptable");
    await this.devices.put(account.username, {
      owner: account.id,
      kind: "service",
      address: service.toString(),
      node: nodeIn(iq.payload) ?? "",
      resource: jid.resource ?? "",
      details: optionsIn(iq.payload),
    });
  }

  /** §6 */
  async disable(iq: Iq): Promise<undefined> {
    requireOwnAccount(iq);
    const { username, id } = iq.session.account;
    await this.devices.remove(username, id, addressIn(iq.payload).toString(), nodeIn(iq.payload));
  }

  /** §7.1: a service that refuses is told no more, unless it may take the next one. Whichever node hears of it sees to that. */
  async answered(stanza: Element): Promise<void> {
    const [, owner, mark] = /^push-(\d+)-([\da-f]+)-/.exec(stanza.attr("id") ?? "") ?? [];
    const from = Jid.tryParse(stanza.attr("from") ?? "");
    if (!owner || !from || stanza.attr("type") !== "error" || StanzaError.from(stanza)?.type === "wait") return;
    const account = await this.#host.store.accounts.findById(Number(owner));
    for (const registration of account ? await this.#host.store.pushes.of(account.username) : []) {
      const { address, node } = registration;
      const isTheirs = address === from.toString() || address === from.bare;
      if (account && isTheirs && markOf(registration) === mark)
        await this.devices.remove(account.username, account.id, address, node);
    }
  }

  /** §7 */
  #publish(registration: PushRegistration, notice: Notice): void {
    const id = `push-${registration.owner}-${markOf(registration)}-${this.#host.randomId()}`;
    const sent = this.#host.router.send(publication(registration, notice, { from: this.#host.domain, id }));
    if (sent instanceof Promise)
      sent.catch((error: unknown) => this.#host.log.warn({ err: error }, "a push service could not be told"));
  }
}

function addressIn(payload: Element): Jid {
  const address = payload.attr("jid");
  if (address === undefined) throw new StanzaError("bad-request", "Which service?");
  const jid = Jid.tryParse(address);
  if (!jid) throw new StanzaError("jid-malformed");
  return jid;
}

function nodeIn(payload: Element): string | undefined {
  const node = payload.attr("node");
  if (node !== undefined && node.length > MAX_NODE) throw new StanzaError("not-acceptable", "The node is too long.");
  return node;
}

function optionsIn(payload: Element): string {
  const form = payload.elements().find((child) => child.is("x", NS.dataForms));
  if (!form) return "";
  const types = form.elements().filter((field) => field.attr("var") === "FORM_TYPE");
  if (types[0]?.childText("value") !== PUBLISH_OPTIONS) throw new StanzaError("bad-request", "This is another form.");
  const options = serialize(form);
  if (options.length > MAX_OPTIONS) throw new StanzaError("not-acceptable", "These are too many options.");
  return options;
}

/** By which an answer is known to be about this registration. */
function markOf({ address, node }: PushRegistration): string {
  return createHash("sha256").update(`${address}\n${node}`).digest("hex").slice(0, 16);
}
