import { createHash } from "node:crypto";
import {
  type Caps,
  capsOf,
  type DiscoInfo,
  type Element,
  NS,
  parseDiscoInfo,
  verificationString,
  xml,
} from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Host, Luggage } from "../feature.ts";

/** Nodes of which a client wants to hear (XEP-0060 §9.2). */
export type Interest = ReadonlySet<string>;

/** Sorts of clients that are remembered: what stands behind a hash is the same for all. */
const MAX_KNOWN = 2_000;
/** Characters of all that such a client wants to hear of; of one that has more on its list each is asked for itself. */
const MAX_REMEMBERED = 8_192;
/** Nodes in which one client may be interested. */
const MAX_NODES = 100;
/** Characters of a node's name, and of a hash. */
const MAX_TEXT = 1_024;
const SUFFIX = "+notify";
const NONE: Interest = new Set();
/** XEP-0115 §4: names of IANA's registry → those of OpenSSL. */
const HASHES: Readonly<Record<string, string>> = { "sha-1": "sha1", "sha-256": "sha256", "sha-512": "sha512" };

interface Told {
  readonly key: string;
  /** Undefined until the client has answered. */
  readonly interest: Interest | undefined;
}

/** What the clients here want to hear of: told by a hash in their presence (XEP-0115), and asked of them when that is new. */
export class Interests implements Luggage {
  readonly #host: Host;
  readonly #onInterest: (session: Session, interest: Interest) => void;
  readonly #known = new Map<string, Interest>();
  readonly #told = new WeakMap<Session, Told>();
  readonly #asked = new WeakMap<Session, { readonly id: string; readonly caps: Caps }>();

  /** `onInterest` is called when a session is available and its interest is known, or another one than before. */
  constructor(host: Host, onInterest: (session: Session, interest: Interest) => void) {
    this.#host = host;
    this.#onInterest = onInterest;
  }

  of(session: Session): Interest {
    return this.#told.get(session)?.interest ?? NONE;
  }

  /** The session has broadcast presence. */
  present(session: Session, presence: Element): void {
    if (presence.attr("type") !== undefined) {
      this.#told.delete(session);
      return;
    }
    const caps = capsOf(presence);
    const key = caps ? keyOf(caps) : "";
    if (this.#told.get(session)?.key === key) return;
    if (!caps || key.length > MAX_TEXT) this.#told.set(session, { key, interest: NONE });
    else if (this.#known.has(key)) this.#learn(session, key, this.#recall(key));
    else this.#ask(session, key, caps);
  }

  /** The session has answered something that it was asked: this, perhaps. */
  answered(session: Session, stanza: Element): void {
    const asked = this.#asked.get(session);
    if (asked === undefined || stanza.attr("id") !== asked.id) return;
    this.#asked.delete(session);
    const query = stanza.child("query", NS.discoInfo);
    if (stanza.attr("type") !== "result" || query === undefined) return;
    const info = parseDiscoInfo(query);
    const interest = interestIn(info);
    const key = keyOf(asked.caps);
    // §9: what does not prove itself counts for this session alone.
    if (isProven(info, asked.caps) && lengthOf(interest) <= MAX_REMEMBERED) this.#remember(key, interest);
    if (this.#told.get(session)?.key === key) this.#learn(session, key, interest);
  }

  pack(session: Session): unknown {
    const told = this.#told.get(session);
    return told?.interest && { key: told.key, nodes: [...told.interest] };
  }

  unpack(session: Session, packed: unknown): void {
    if (typeof packed !== "object" || packed === null || !("key" in packed) || !("nodes" in packed)) return;
    const { key, nodes } = packed;
    if (typeof key !== "string" || !Array.isArray(nodes)) return;
    this.#told.set(session, { key, interest: new Set(nodes.filter((node) => typeof node === "string")) });
  }

  #learn(session: Session, key: string, interest: Interest): void {
    this.#told.set(session, { key, interest });
    if (interest.size > 0) this.#onInterest(session, interest);
  }

  #ask(session: Session, key: string, caps: Caps): void {
    const id = this.#host.randomId();
    this.#told.set(session, { key, interest: undefined });
    this.#asked.set(session, { id, caps });
    const query = xml("query", NS.discoInfo, { node: `${caps.node}#${caps.ver}` });
    session.send(xml("iq", NS.client, { type: "get", id, from: this.#host.domain, to: session.jid.toString() }, query));
  }

  #recall(key: string): Interest {
    const interest = this.#known.get(key) ?? NONE;
    this.#remember(key, interest);
    return interest;
  }

  /** The one that was of use last stands at the end. */
  #remember(key: string, interest: Interest): void {
    this.#known.delete(key);
    this.#known.set(key, interest);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}

function lengthOf(interest: Interest): number {
  return [...interest].reduce((length, node) => length + node.length, 0);
}

function keyOf({ hash, ver }: Caps): string {
  return `${hash} ${ver}`;
}

/** XEP-0115 §5.4 */
function isProven(info: DiscoInfo, { hash, ver }: Caps): boolean {
  const text = verificationString(info);
  const algorithm = Object.hasOwn(HASHES, hash) ? HASHES[hash] : undefined;
  if (text === undefined || algorithm === undefined) return false;
  return createHash(algorithm).update(text).digest("base64") === ver;
}

function interestIn({ features }: DiscoInfo): Interest {
  const wanted = features.filter((feature) => feature.endsWith(SUFFIX) && feature.length <= MAX_TEXT);
  return new Set(wanted.slice(0, MAX_NODES).map((feature) => feature.slice(0, -SUFFIX.length)));
}
