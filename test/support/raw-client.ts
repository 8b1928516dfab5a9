import {
  type Element,
  fromBase64,
  handledCount,
  type MamFin,
  type MamResult,
  mamQuery,
  mamResultOf,
  NS,
  newlyHandled,
  parseMamFin,
  type RsmRequest,
  ScramClient,
  type ScramClientKeys,
  sm,
  toBase64,
  xml,
} from "@yonder/protocol";
import { type Address, connectWire, type Wire } from "./wire.ts";

export interface RawClientOptions extends Address {
  /** Who hears of what comes even before the login is done, as what was on its way to a session of the same name may. */
  readonly onStanza?: (stanza: Element) => void;
  readonly username: string;
  readonly password: string;
  readonly resource?: string;
  /** Asks for stream management (XEP-0198), without resumption unless it is "resumable". */
  readonly hasStreamManagement?: boolean | "resumable";
  /** Goes on with this stream if the server lets it, else begins a new one. */
  readonly previous?: Resumable | undefined;
}

/** What a client keeps of a stream that it means to resume. */
export interface Resumable {
  readonly id: string;
  /** How many of the server's stanzas it has received, and how many of its own were acknowledged. */
  readonly received: number;
  readonly acknowledged: number;
  /** Of each that is not: whether it was given to `send`. */
  readonly underWay: readonly boolean[];
}

const derivedKeys = new Map<string, ScramClientKeys>();

/** A client that does as it is told: it logs in and counts for stream management, and hands everything else over. */
export class RawClient {
  /** Every stanza that is no answer to `request`, and a stream error. */
  onStanza: (stanza: Element) => void = () => undefined;
  /** How many more of the stanzas given to `send` are now acknowledged (XEP-0198). */
  onAcknowledged: (count: number) => void = () => undefined;
  onClosed: () => void = () => undefined;
  readonly #wire: Wire;
  readonly #answers = new Map<string, { resolve: (iq: Element) => void; reject: (error: Error) => void }>();
  #next: { resolve: (element: Element) => void; reject: (error: Error) => void } | undefined;
  #unread: Element[] = [];
  #received: number | undefined;
  #acknowledged = 0;
  #underWay: boolean[] = [];
  #streamId: string | undefined;
  /** How many more of those given to `send` were acknowledged by the answer to the wish to resume. */
  handledBefore = 0;
  /** Whether the stream asked for was resumed; undefined: none was. */
  isResumed: boolean | undefined;
  #ids = 0;
  #isClosed = false;

  private constructor(wire: Wire) {
    this.#wire = wire;
    wire.onElement = (element) => this.#read(element);
    wire.onClosed = () => this.#close();
  }

  /** Connects and binds; no presence is sent. */
  static async login(options: RawClientOptions): Promise<RawClient> {
    const client = new RawClient(await connectWire(options));
    if (options.onStanza) client.onStanza = options.onStanza;
    await client.#open();
    await client.#authenticate(options);
    await client.#open();
    const resource = options.resource ? [xml("resource", NS.bind, null, options.resource)] : [];
    if (options.previous) await client.#resume(options.previous);
    client.#wire.onElement = (element) => client.#receive(element);
    if (client.isResumed) return client;
    await client.request("set", xml("bind", NS.bind, null, ...resource));
    if (options.hasStreamManagement) await client.#enableStreamManagement(options.hasStreamManagement === "resumable");
    return client;
  }

  /** What is needed to resume its stream; undefined when the server did not offer it. */
  get resumable(): Resumable | undefined {
    if (this.#streamId === undefined) return undefined;
    return {
      id: this.#streamId,
      received: this.#received ?? 0,
      acknowledged: this.#acknowledged,
      underWay: this.#underWay,
    };
  }

  send(...stanzas: Element[]): void {
    this.#write(stanzas, true);
  }

  /** Sends presence: from now on messages come. */
  announce(): void {
    this.#write([xml("presence", NS.client)], false);
  }

  /** Sends an iq and resolves with its result or error. */
  request(type: "get" | "set", payload: Element, to?: string): Promise<Element> {
    const id = `r${++this.#ids}`;
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error("The connection is closed"));
      this.#answers.set(id, { resolve, reject });
      this.#write([xml("iq", NS.client, { type, id, to }, payload)], false);
    });
  }

  /** One page of the own archive (XEP-0313). */
  async archivePage(page: RsmRequest): Promise<{ results: MamResult[]; fin: MamFin }> {
    const results: MamResult[] = [];
    const usual = this.onStanza;
    this.onStanza = (stanza) => {
      const result = mamResultOf(stanza);
      if (result) results.push(result);
      else usual(stanza);
    };
    const answer = await this.request("set", mamQuery({ page })).finally(() => {
      this.onStanza = usual;
    });
    const fin = answer.child("fin", NS.mam);
    if (!fin) throw new Error(`The archive does not answer: ${answer.attr("type")} ${answer.firstElement?.name}`);
    return { results, fin: parseMamFin(fin) };
  }

  /** Says goodbye. */
  async quit(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.onClosed = resolve;
    });
    if (this.#isClosed) return;
    this.#wire.end();
    await closed;
  }

  /** Ends at once, without a word. */
  cut(): void {
    this.#wire.cut();
  }

  #write(stanzas: readonly Element[], isGiven: boolean): void {
    if (this.#isClosed) return;
    this.#underWay.push(...stanzas.filter(({ ns }) => ns !== NS.sm).map(() => isGiven));
    this.#wire.send(...stanzas);
  }

  async #open(): Promise<void> {
    this.#wire.open();
    await this.#element();
  }

  async #authenticate({ username, password }: RawClientOptions): Promise<void> {
    const cacheKey = (id: string): string => `${username} ${password} ${id}`;
    const keyCache = {
      get: (id: string) => derivedKeys.get(cacheKey(id)),
      set: (id: string, keys: ScramClientKeys) => void derivedKeys.set(cacheKey(id), keys),
    };
    const scram = new ScramClient({ hash: "SHA-1", username, password, keyCache });
    this.#wire.send(xml("auth", NS.sasl, { mechanism: scram.mechanism }, base64(scram.first())));
    const challenge = await this.#element();
    if (challenge.name !== "challenge") throw new Error(`Login refused: ${challenge.firstElement?.name}`);
    const first = new TextDecoder().decode(fromBase64(challenge.text));
    this.#wire.send(xml("response", NS.sasl, null, base64(await scram.respond(first))));
    const success = await this.#element();
    if (success.name !== "success") throw new Error(`Login refused: ${success.firstElement?.name}`);
  }

  async #enableStreamManagement(isResumable: boolean): Promise<void> {
    const answer = new Promise<Element>((resolve, reject) => {
      this.#next = { resolve, reject };
    });
    this.#wire.send(sm.enable(isResumable ? { resume: true } : {}));
    const enabled = await answer;
    this.#streamId = enabled.attr("resume") === "true" ? enabled.attr("id") : undefined;
    this.#received = 0;
    this.#underWay = [];
  }

  /** XEP-0198 §5: what the answer says was handled counts as acknowledged, resumed or not. `onAcknowledged` hears of it when it is set. */
  async #resume({ id, received, acknowledged, underWay }: Resumable): Promise<void> {
    this.#wire.send(sm.resume(id, received));
    const answer = await this.#element();
    this.isResumed = answer.name === "resumed";
    this.#acknowledged = acknowledged;
    this.#underWay = [...underWay];
    this.handledBefore = this.#acknowledge(answer);
    // What the server has not handled is sent again, or not at all.
    this.#underWay = [];
    if (!this.isResumed) {
      this.#acknowledged = 0;
      return;
    }
    this.#streamId = id;
    this.#received = received;
    for (const element of this.#unread.splice(0)) setImmediate(() => this.#receive(element));
  }

  /** Before the session: one element after another. */
  #element(): Promise<Element> {
    return new Promise((resolve, reject) => {
      const first = this.#unread.shift();
      if (first) return resolve(first);
      if (this.#isClosed) return reject(new Error("The connection ended during the login"));
      this.#next = { resolve, reject };
    });
  }

  #read(element: Element): void {
    const next = this.#next;
    this.#next = undefined;
    if (next) next.resolve(element);
    else this.#unread.push(element);
  }

  #receive(element: Element): void {
    if (element.ns === NS.sm) return this.#receiveManagement(element);
    if (element.ns === NS.stream) return this.onStanza(element);
    if (this.#received !== undefined) this.#received++;
    const answer = element.is("iq", NS.client) ? this.#answers.get(element.attr("id") ?? "") : undefined;
    if (!answer) return this.onStanza(element);
    this.#answers.delete(element.attr("id") ?? "");
    answer.resolve(element);
  }

  #receiveManagement(element: Element): void {
    if (element.name === "r") return this.#wire.send(sm.ack(this.#received ?? 0));
    if (element.name !== "a") return this.#read(element);
    this.onAcknowledged(this.#acknowledge(element));
  }

  /** Returns how many of those that are acknowledged now were given to `send`. */
  #acknowledge(answer: Element): number {
    const h = handledCount(answer) ?? this.#acknowledged;
    const handled = this.#underWay.splice(0, newlyHandled(h, this.#acknowledged));
    this.#acknowledged = h;
    return handled.filter(Boolean).length;
  }

  #close(): void {
    this.#isClosed = true;
    const error = new Error("The connection ended");
    this.#next?.reject(error);
    for (const { reject } of this.#answers.values()) reject(error);
    this.#answers.clear();
    this.onClosed();
  }
}

const base64 = (text: string): string => toBase64(new TextEncoder().encode(text));
