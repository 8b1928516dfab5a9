import { randomBytes } from "node:crypto";
import {
  deriveClientKeys,
  type Element,
  fromBase64,
  NS,
  parseElement,
  SaslError,
  ScramClient,
  type ScramClientKeys,
  serialize,
  tokenResponse,
  UNLIMITED,
} from "@yonder/protocol";
import { deriveCredentials } from "../../../packages/server/src/store/credentials.ts";
import { FakeNode } from "../../../packages/server/src/stream/node.fixture.ts";
import type { Log } from "../../../packages/server/src/stream/node-port.ts";
import { Stream } from "../../../packages/server/src/stream/stream.ts";
import { elementOf } from "../events.ts";
import { FakeConnection } from "../fake-connection.ts";
import { mutatedElement, mutatedText } from "../generator.ts";
import type { Random } from "../random.ts";
import { nextTurn } from "../stage.ts";
import { must, type Target } from "../target.ts";

/** What a client does: "open", "end", "drop", or an element, on one of some connections: "0 <auth …/>". A comma behind the number: at once. */
type Act = string;

const SASL = `xmlns='${NS.sasl}'`;
const SASL2 = `xmlns='${NS.sasl2}'`;
const SM = `xmlns='${NS.sm}'`;
const AGENT = "<user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'><software>x</software></user-agent>";
const LOGIN = [
  "open",
  `<auth ${SASL} mechanism='SCRAM-SHA-1'>{first}</auth>`,
  `<response ${SASL}>{final}</response>`,
  "open",
];
const BIND = `<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='${NS.bind}'><resource>desk</resource></bind></iq>`;
const PING = "<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";
const MESSAGE = "<message xmlns='jabber:client' to='alice@localhost' id='m'><body>x</body></message>";
const ENTERED = [...LOGIN, BIND, `<enable ${SM} resume='true'/>`, PING, MESSAGE, `<r ${SM}/>`, `<a ${SM} h='1'/>`];
const RESUMED = [...ENTERED, "drop", ...LOGIN, `<resume ${SM} previd='{sm}' h='1'/>`, PING, `<r ${SM}/>`];
const INLINE = `<bind xmlns='urn:xmpp:bind:0'><tag>x</tag><enable ${SM} resume='true'/><enable xmlns='urn:xmpp:carbons:2'/></bind>`;
const SASL2_LOGIN = [
  "open",
  `<authenticate ${SASL2} mechanism='SCRAM-SHA-256'><initial-response>{first256}</initial-response>${AGENT}<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>${INLINE}</authenticate>`,
  `<response ${SASL2}>{final}</response>`,
  PING,
];
const TOKEN = `<authenticate ${SASL2} mechanism='HT-SHA-256-NONE'><initial-response>{token}</initial-response>${AGENT}<fast xmlns='urn:xmpp:fast:0' count='1'/><resume ${SM} previd='{sm}' h='0'/>${INLINE}</authenticate>`;
const REGISTER = [
  "open",
  `<iq xmlns='jabber:client' type='set' id='1'><preauth xmlns='urn:xmpp:pars:0' token='nothing'/></iq>`,
  `<iq xmlns='jabber:client' type='get' id='2'><query xmlns='${NS.register}'/></iq>`,
  `<iq xmlns='jabber:client' type='set' id='3'><query xmlns='${NS.register}'><username>alice</username><password>x</password></query></iq>`,
];
const PLAYS: readonly (readonly string[])[] = [
  ENTERED,
  RESUMED,
  SASL2_LOGIN,
  [...SASL2_LOGIN, "drop", "open", TOKEN, PING, "drop", "open", TOKEN],
  [...SASL2_LOGIN, "<inactive xmlns='urn:xmpp:csi:0'/>", MESSAGE, "<active xmlns='urn:xmpp:csi:0'/>", "end"],
  [...ENTERED, "end"],
  REGISTER,
  [
    "open",
    `<starttls xmlns='${NS.tls}'/>`,
    `<auth ${SASL} mechanism='PLAIN'>AGFsaWNlAHdyb25n</auth>`,
    `<abort ${SASL}/>`,
  ],
  [
    "open",
    `<auth ${SASL} mechanism='ANONYMOUS'/>`,
    `<auth ${SASL} mechanism='SCRAM-SHA-256-PLUS'>cD10bHMtZXhwb3J0ZXIs</auth>`,
  ],
];
const POOL: readonly Element[] = PLAYS.flat()
  .filter((act) => act.startsWith("<"))
  .map((text) => parseElement(text, UNLIMITED));

/** Streams stand every element in every order: they go on, or end by a defined error, and leave nothing behind. */
export const streams: Target<readonly Act[]> = {
  name: "streams",
  make: (random) => random.some(1, 3, (): readonly string[] => play(random)).flat(),
  sizeOf: (acts) => acts.length,
  async check(acts, lap) {
    const theatre = new Theatre();
    await theatre.prepare();
    for (const act of acts) {
      await theatre.act(act);
      lap();
    }
    await theatre.end();
  },
};

function play(random: Random): Act[] {
  const line = random.below(3);
  const isHonest = random.chance(0.1);
  return random.pick(PLAYS).flatMap((act): Act[] => {
    const acts = isHonest || random.chance(0.75) ? [act] : changed(act, random);
    return acts.map(
      (what) => `${random.chance(0.95) ? line : random.below(3)}${random.chance(0.3) ? "," : ""} ${what}`,
    );
  });
}

/** What somebody does instead. */
function changed(act: string, random: Random): readonly string[] {
  const kind = random.next();
  if (kind < 0.15) return [];
  if (kind < 0.3) return [act, act];
  if (kind < 0.45 || !act.startsWith("<")) return [random.pick(["open", "end", "drop"])];
  if (kind < 0.6) return [withOtherText(act, random)];
  return [serialize(mutatedElement(parseElement(act, UNLIMITED), random, POOL))];
}

/** What stands in it as text, changed: the messages of SASL. */
function withOtherText(act: string, random: Random): string {
  return act.replace(
    />([^<>]+)</,
    (_, text: string) => `>${mutatedText(text, random, [..."=,+/AaZ09!{}", "first", "final", "{token}", "bjw="])}<`,
  );
}

const PASSWORD = "correct horse";
const credentials = deriveCredentials(PASSWORD, 4_096);
const derived = new Map<string, ScramClientKeys>();

/** A node with two accounts, and connections to it. */
class Theatre {
  readonly #faults: string[] = [];
  readonly #node = new FakeNode({ stream: { log: logOf(this.#faults) } });
  readonly #lines = new Map<string, Line>();
  readonly #all: Line[] = [];

  async prepare(): Promise<void> {
    for (const name of ["alice", "bob"]) await this.#node.store.accounts.add(name, await credentials);
  }

  async act(act: Act): Promise<void> {
    const [, number = "0", comma, what = ""] = /^(\d)(,?) (.*)$/s.exec(act) ?? [];
    const line = this.#line(number);
    if (what === "drop") line.drop();
    else await line.does(what);
    if (!comma) await nextTurns(3);
    this.#checkFaults();
  }

  /** When all are gone and time has passed, there is nothing left; and whoever is honest comes in. */
  async end(): Promise<void> {
    await nextTurns(6);
    await this.#checkCanary();
    for (const line of this.#all) line.drop();
    for (let round = 0; round < 3; round++) {
      this.#node.pass(400);
      await nextTurns(4);
    }
    this.#checkFaults();
    must(this.#node.metrics.sessions === 0, "sessions are left behind", this.#node.metrics);
  }

  #line(number: string): Line {
    const known = this.#lines.get(number);
    if (known && !known.connection.isClosed) return known;
    const line = new Line(this.#node, known);
    this.#lines.set(number, line);
    this.#all.push(line);
    return line;
  }

  async #checkCanary(): Promise<void> {
    const canary = new Line(this.#node, undefined, "bob");
    this.#all.push(canary);
    for (const what of [...LOGIN, BIND, PING]) {
      await canary.does(what);
      await nextTurns(20);
    }
    must(
      canary.received.some((e) => e.name === "iq" && e.attr("id") === "p" && e.attr("type") === "result"),
      "the canary is not let in",
      canary.received.map((e) => serialize(e)).join("\n"),
    );
  }

  #checkFaults(): void {
    must(this.#faults.length === 0, "logged as a fault of ours", this.#faults[0]);
  }
}

function logOf(faults: string[]): Log {
  const quiet = (): void => {};
  const error = ({ err }: { err?: Error }, message: string): void => void faults.push(`${message} ${err?.stack}`);
  return { debug: quiet, info: quiet, warn: quiet, error };
}

/** One connection after another in the same place, and what its client knows. */
class Line {
  readonly received: Element[] = [];
  readonly connection: FakeConnection;
  readonly #stream: Stream;
  readonly #username: string;
  #scram: ScramClient | undefined;
  #challenge = "";
  /** What was given in the session before. */
  #sm: string;
  #token: string;

  constructor(node: FakeNode, before: Line | undefined, username = "alice") {
    this.connection = new FakeConnection((element) => this.#take(element));
    this.#stream = new Stream(this.connection, node.stream);
    this.#username = username;
    this.#sm = before ? before.#sm : "none";
    this.#token = before ? before.#token : "none";
  }

  async does(what: string): Promise<void> {
    if (this.connection.isClosed) return;
    if (what === "open") this.#stream.onOpen({ to: "localhost", version: "1.0", from: `${this.#username}@localhost` });
    else if (what === "end") this.#stream.onEnd();
    else this.#says(elementOf(await this.#filledIn(what)));
    if (this.connection.isClosed) this.#stream.onClosed();
  }

  #says(element: Element | undefined): void {
    if (element) this.#stream.onElement(element);
  }

  drop(): void {
    this.connection.abort();
    this.#stream.onClosed();
  }

  #take(element: Element): void {
    parseElement(serialize(element), UNLIMITED);
    this.received.push(element);
    if (element.name === "challenge") this.#challenge = element.text;
    for (const e of [element, ...element.elements().flatMap((child) => [child, ...child.elements()])]) {
      if (e.is("enabled", NS.sm)) this.#sm = e.attr("id") ?? this.#sm;
      if (e.is("token", NS.fast)) this.#token = e.attr("token") ?? this.#token;
    }
  }

  async #filledIn(text: string): Promise<string> {
    const hash = text.includes("{first256}") ? "SHA-256" : "SHA-1";
    if (text.includes("{first")) this.#scram = this.#newScram(hash);
    const token = text.includes("{token}") ? await tokenResponse(this.#username, this.#token) : "";
    return text
      .replace(/\{first(?:256)?\}/, encoded(this.#scram?.first() ?? ""))
      .replace("{final}", text.includes("{final}") ? await this.#final() : "")
      .replace("{token}", token)
      .replaceAll("{sm}", this.#sm.replace(/[&<>'"]/g, ""));
  }

  #newScram(hash: "SHA-1" | "SHA-256"): ScramClient {
    return new ScramClient({
      hash,
      username: this.#username,
      nonce: randomBytes(8).toString("hex"),
      keyCache: { get: (id) => keysFor(id, hash), set() {} },
    });
  }

  /** Nothing where the challenge makes no sense. */
  async #final(): Promise<string> {
    try {
      return encoded((await this.#scram?.respond(Buffer.from(this.#challenge, "base64").toString())) ?? "");
    } catch (error) {
      if (error instanceof SaslError) return "";
      throw error;
    }
  }
}

async function keysFor(id: string, hash: "SHA-1" | "SHA-256"): Promise<ScramClientKeys> {
  const [, salt = "", iterations = "4096"] = id.split(",");
  const known = derived.get(id) ?? (await deriveClientKeys(PASSWORD, hash, fromBase64(salt), Number(iterations)));
  derived.set(id, known);
  return known;
}

function encoded(text: string): string {
  return Buffer.from(text).toString("base64");
}

async function nextTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}
