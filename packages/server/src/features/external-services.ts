import { createHmac } from "node:crypto";
import { type Attrs, type Element, formatDateTime, NS, StanzaError, xml } from "@yonder/protocol";
import { parseServiceUri, type ServiceUri } from "../config/service-uri.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** How long a client may begin calls with a password; one that has begun goes on. */
const LIFETIME_MS = 12 * 3600 * 1000;

/** STUN and TURN servers for calls, with passwords that hold for some hours (XEP-0215). */
export const externalServices: Feature = {
  name: "external-services",
  specification: "XEP-0215",
  advertises: [NS.externalServices],
  start(host) {
    const services = host.config.externalServices.map(parseServiceUri).filter((service) => service !== undefined);
    return {
      iq: {
        get: {
          "{urn:xmpp:extdisco:2}services": (iq) => answerServices(host, services, iq),
          "{urn:xmpp:extdisco:2}credentials": (iq) => answerCredentials(host, services, iq),
        },
      },
    };
  },
};

/** §3.1 and §3.2: all there are, or those of one type. */
function answerServices(host: Host, services: readonly ServiceUri[], iq: Iq): Element {
  refuseOtherAccounts(iq);
  const type = iq.payload.attr("type");
  const wanted = services.filter((service) => type === undefined || service.type === type);
  const elements = wanted.map((service) => element(service, credentialsFor(host, service, iq)));
  return xml("services", NS.externalServices, { type }, ...elements);
}

/** §3.3: those that the request names, and for which we know a password. */
function answerCredentials(host: Host, services: readonly ServiceUri[], iq: Iq): Element {
  refuseOtherAccounts(iq);
  const named = iq.payload.elements().filter((child) => child.is("service", NS.externalServices));
  const elements = services
    .filter((service) => named.some((one) => isNamed(service, one)))
    .flatMap((service) => {
      const credentials = credentialsFor(host, service, iq);
      return credentials ? [element(service, credentials)] : [];
    });
  if (elements.length === 0) throw new StanzaError("item-not-found");
  return xml("credentials", NS.externalServices, null, ...elements);
}

function isNamed({ host, type, port }: ServiceUri, one: Element): boolean {
  const wanted = one.attr("port");
  return one.attr("host") === host && one.attr("type") === type && (wanted === undefined || wanted === String(port));
}

function element({ type, host, port, transport }: ServiceUri, credentials: Attrs | undefined): Element {
  return xml("service", NS.externalServices, { type, host, port: String(port), transport, ...credentials });
}

/** "A REST API For Access To TURN Services" (draft-uberti-behave-turn-rest-00 §2.2), as coturn understands it. */
function credentialsFor({ config, clock }: Host, { type }: ServiceUri, { from }: Iq): Attrs | undefined {
  const { turnSecret } = config;
  if (turnSecret === undefined || !type.startsWith("turn")) return undefined;
  const expires = new Date(Math.floor((clock.now() + LIFETIME_MS) / 1000) * 1000);
  const username = `${expires.getTime() / 1000}:${pseudonym(from.bare, turnSecret)}`;
  const password = createHmac("sha1", turnSecret).update(username).digest("base64");
  return { username, password, expires: formatDateTime(expires), restricted: "true" };
}

/** The same for all calls of one account, and nothing to whoever listens: usernames are sent in the clear (RFC 8656 §21.1.4). */
function pseudonym(account: string, secret: string): string {
  return createHmac("sha256", secret).update(`account ${account}`).digest("base64url").slice(0, 16);
}
