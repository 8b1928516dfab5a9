import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { PushRegistration } from "../../store/pushes.ts";
import type { Feature, Host, Iq } from "../feature.ts";
import { Devices } from "../push/devices.ts";
import type { Notice } from "../push/notice.ts";
import { requireOwnAccount } from "../target.ts";
import { endpointOf, post } from "./endpoint.ts";
import { Mailer } from "./mailer.ts";
import { encrypted, type SubscriptionKeys } from "./message-encryption.ts";
import { Vapid } from "./vapid.ts";

/** How long a push service keeps a notification for a browser that is not running, in seconds. */
const TTL = 86_400;
const POINT_BYTES = 65;
const AUTH_BYTES = 16;

/** Tells browsers, by their makers' push services, that messages wait while the page is closed: docs/web-push.md. */
export const webPush: Feature = {
  name: "web-push",
  specification: NS.webPush,
  advertisesOnAccount: [NS.webPush],
  async start(host) {
    const key = await host.store.settings.ensure("web-push-key", Vapid.newKey());
    const vapid = new Vapid(key, `mailto:postmaster@${host.domain}`, () => host.clock.now());
    const desk = new WebPushDesk(host, vapid);
    await desk.devices.start();
    return {
      iq: {
        get: { "{urn:yonder:web-push:0}vapid": (iq) => desk.tellKey(iq) },
        set: {
          "{urn:yonder:web-push:0}enable": (iq) => desk.enable(iq),
          "{urn:yonder:web-push:0}disable": (iq) => desk.disable(iq),
        },
      },
      on: desk.devices.listeners,
      listen: () => desk.devices.join(),
      async stop() {
        desk.mailer.stop();
        await desk.devices.stop();
      },
    };
  },
};

class WebPushDesk {
  readonly devices: Devices;
  readonly mailer: Mailer;
  readonly #host: Host;
  readonly #vapid: Vapid;

  constructor(host: Host, vapid: Vapid) {
    this.#host = host;
    this.#vapid = vapid;
    this.mailer = new Mailer(host.log);
    this.devices = new Devices(host, "web", (registration, notice) => this.#send(registration, notice));
  }

  tellKey(iq: Iq): Element {
    requireOwnAccount(iq);
    return xml("vapid", NS.webPush, null, this.#vapid.publicKey);
  }

  async enable(iq: Iq): Promise<undefined> {
    requireOwnAccount(iq);
    const { account, jid } = iq.session;
    const { p256dh, auth } = keysIn(iq.payload);
    const keys = [p256dh, auth].map((bytes) => Buffer.from(bytes).toString("base64url"));
    await this.devices.put(account.username, {
      owner: account.id,
      kind: "web",
      address: this.#endpointIn(iq.payload).href,
      node: "",
      resource: jid.resource ?? "",
      details: JSON.stringify([...keys, account.username]),
    });
  }

  async disable(iq: Iq): Promise<undefined> {
    requireOwnAccount(iq);
    const { username, id } = iq.session.account;
    await this.devices.remove(username, id, this.#endpointIn(iq.payload).href);
  }

  #endpointIn(payload: Element): URL {
    const endpoint = endpointOf(payload.attr("endpoint") ?? "", this.#host.config.webPushPrivate);
    if (!endpoint) throw new StanzaError("not-acceptable", "This is no endpoint of a push service.");
    return endpoint;
  }

  #send({ owner, address, details }: PushRegistration, { count, sender }: Notice): void {
    const { store, config, log } = this.#host;
    const url = endpointOf(address, config.webPushPrivate);
    if (!url) return;
    const [p256dh = "", auth = "", username] = JSON.parse(details) as readonly string[];
    // A registration from before browsers had several accounts does not say whose it is.
    const to = username === undefined ? undefined : Jid.of(username, this.#host.domain).bare;
    const text = JSON.stringify({ kind: "message", count, from: sender, to });
    const keys = { p256dh: Buffer.from(p256dh, "base64url"), auth: Buffer.from(auth, "base64url") };
    const body = encrypted(Buffer.from(text), keys);
    const headers = { ...HEADERS, Topic: `messages-${owner}` };
    const gone = async (): Promise<void> => {
      const account = await store.accounts.findById(owner);
      if (account) await this.devices.remove(account.username, owner, address);
    };
    this.mailer.send({
      owner,
      address,
      post: () =>
        post(url, { ...headers, Authorization: this.#vapid.authorization(url.origin) }, body, config.webPushPrivate),
      onGone: () => void gone().catch((error: unknown) => log.warn({ err: error }, "an endpoint could not be removed")),
    });
  }
}

/** RFC 8030 §5; a later one takes the place of one that still waits at the push service (§5.4). */
const HEADERS = {
  TTL: String(TTL),
  Urgency: "normal",
  "Content-Type": "application/octet-stream",
  "Content-Encoding": "aes128gcm",
};

/** Throws StanzaError `bad-request` for keys that nothing could be encrypted for. */
function keysIn(payload: Element): SubscriptionKeys {
  const [p256dh, auth] = ["p256dh", "auth"].map((name) => Buffer.from(payload.childText(name) ?? "", "base64url"));
  if (p256dh?.length !== POINT_BYTES || auth?.length !== AUTH_BYTES)
    throw new StanzaError("bad-request", "Which keys?");
  try {
    encrypted(new Uint8Array(), { p256dh, auth });
  } catch (error) {
    throw new StanzaError("bad-request", "The key is no point of the curve P-256.", { cause: error });
  }
  return { p256dh, auth };
}
