import type { IncomingMessage, ServerResponse } from "node:http";
import type { StreamError } from "@yonder/protocol";
import { AddressRanges, type Origin, originOf, plainAddress } from "../addresses.ts";
import { ConnectionCaps } from "../connection-caps.ts";
import { OpenConnections } from "../open-connections.ts";
import type { TransportContext } from "../transport-context.ts";
import { BindingError } from "./binding-error.ts";
import { type Body, type BodyLimits, BodyReader } from "./body-reader.ts";
import { BoshConnection } from "./bosh-connection.ts";
import type { BoshRequest } from "./held-requests.ts";
import { allow, answer, refuse, setAllowedOrigin } from "./http-answer.ts";
import {
  type Answered,
  answerPeers,
  askPeer,
  isKnown,
  LOST,
  nodeOf,
  type Peers,
  type Question,
  sidOn,
} from "./peers.ts";
import { agree, CONTENT_TYPE, type Terms } from "./terms.ts";
import { terminal } from "./wrapper.ts";

export interface BoshOptions {
  readonly trustedProxies: readonly string[];
  /** Whether a page of an origin, as `https://chat.example`, may connect to this `Host`. */
  isAllowedOrigin(origin: string, host: string | undefined): boolean;
  /** Unguessable text: 128 bits or more. */
  randomId(): string;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** undefined: this is the only node. */
  readonly peers?: Peers | undefined;
}

/** Several stanzas that waited come in one body, which may be so many times as large as one of them. */
const STANZAS_IN_A_BODY = 2;
/** Requests of one address that are read at a time: whoever names a session may say much, and need not say it quickly. */
const MAX_READING = 100;

/** Accepts XMPP over HTTP (XEP-0124, XEP-0206); the HTTP server gives it the requests. */
export class BoshTransport {
  readonly #context: TransportContext;
  readonly #options: BoshOptions;
  readonly #trusted: AddressRanges;
  readonly #sessions = new Map<string, BoshConnection>();
  readonly #open = new OpenConnections<BoshConnection>();
  readonly #reading = new ConnectionCaps(Number.POSITIVE_INFINITY, MAX_READING);
  #isStopping = false;

  constructor(context: TransportContext, options: BoshOptions) {
    this.#context = context;
    this.#options = options;
    this.#trusted = new AddressRanges(options.trustedProxies);
    if (options.peers) answerPeers(options.peers, (question) => this.#takePassedOn(question));
  }

  /** Takes a request for our path, whatever its method. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, host } = request.headers;
    // A page of another site must not speak in its visitor's name; what is no browser sends no Origin.
    if (origin !== undefined && !this.#options.isAllowedOrigin(origin, host)) return refuse(response, 403);
    setAllowedOrigin(request, response);
    if (request.method === "OPTIONS") return allow(response);
    if (request.method !== "POST") return refuse(response, 405, { allow: "POST, OPTIONS" });
    await this.#receive(request, response);
  }

  /** Accepts no more, ends each stream with this error; who is still there after `graceMs` is dropped. */
  close(error: StreamError, graceMs: number): Promise<void> {
    this.#isStopping = true;
    return this.#open.close(error, graceMs);
  }

  abortAll(): void {
    this.#open.abortAll();
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reader = this.#reader();
    const origin = this.#originOf(request);
    if (!this.#reading.enter(origin.remoteAddress)) return refuse(response, 429);
    try {
      const text = await readAll(request, reader).finally(() => this.#reading.leave(origin.remoteAddress));
      // Whoever is told so tries the same again. Not 503: a load balancer would take this node for one that cannot serve.
      const give = (answered?: Answered): void => (answered ? answer(response, answered) : refuse(response, 504));
      const abandon = this.#pass(reader.end(), text, origin, give);
      response.once("close", () => response.writableFinished || abandon());
    } catch (error) {
      // Its line broke before all of it was here.
      if (response.destroyed || (request.destroyed && !request.complete)) return;
      // What is still to come of it is not worth waiting for.
      if (!response.headersSent) response.setHeader("connection", "close");
      answer(response, this.#refused(error, reader));
    }
  }

  #reader(): BodyReader {
    return new BodyReader({
      limits: this.#limits(false),
      maxDepth: this.#context.limits.elementDepth,
      admit: (header) => this.#admit(header.attr("sid")),
    });
  }

  /** How large a body may be whose wrapper says this. Who is not logged in may not say much. */
  #admit(sid: string | undefined): BodyLimits {
    if (sid === undefined) return this.#limits(false);
    const [node, { peers }] = [this.#nodeElsewhere(sid), this.#options];
    if (peers && node !== undefined) return this.#limits(isKnown(peers, node));
    const connection = this.#sessions.get(sid);
    if (!connection) throw new BindingError("item-not-found");
    return this.#limits(connection.isEstablished);
  }

  #limits(isEstablished: boolean): BodyLimits {
    const { stanzaBytes, stanzaBytesBeforeLogin } = this.#context.limits;
    const maxStanzaBytes = isEstablished ? stanzaBytes : stanzaBytesBeforeLogin;
    return { maxStanzaBytes, maxBytes: STANZAS_IN_A_BODY * maxStanzaBytes };
  }

  /**
   * Gives a request to its session, wherever that is. `give` gets nothing when that was not to be reached, and may be again. Returns what is to
   * be done when its line breaks.
   */
  #pass(body: Body, text: string, origin: Origin, give: (answered?: Answered) => void): () => void {
    const sid = body.header.attr("sid");
    const { peers } = this.#options;
    const node = sid && this.#nodeElsewhere(sid);
    if (!peers || !node) return this.#take(body, origin, give);
    askPeer(peers, node, { text, origin }, this.#context.wheel).then(give, (error: unknown) =>
      give(this.#refused(error)),
    );
    return () => {};
  }

  /** The other node that has the session of this id. */
  #nodeElsewhere(sid: string): string | undefined {
    const node = nodeOf(sid);
    return this.#sessions.has(sid) || node === this.#options.peers?.node ? undefined : node;
  }

  async #takePassedOn({ text, origin }: Question): Promise<Answered> {
    const reader = this.#reader();
    try {
      reader.write(Buffer.from(text));
      const { promise, resolve } = Promise.withResolvers<Answered>();
      this.#take(reader.end(), origin, resolve);
      return await promise;
    } catch (error) {
      return this.#refused(error, reader);
    }
  }

  #take(body: Body, origin: Origin, give: (answered: Answered) => void): () => void {
    const sid = body.header.attr("sid");
    if (sid === undefined) return this.#create(body, origin, give);
    const connection = this.#sessions.get(sid);
    // XEP-0124 §19.1: a session that began with TLS does not go on without; whoever tries may not end it either.
    if (!connection || (connection.isSecure && !origin.isSecure)) return refuseOne(give);
    const { contentType } = connection.terms;
    const request = { body, answer: (text: string): void => give({ text, contentType }) };
    connection.take(request);
    return () => connection.abandon(request);
  }

  /** XEP-0124 §7 */
  #create(body: Body, origin: Origin, give: (answered: Answered) => void): () => void {
    const { header } = body;
    const { caps, metrics } = this.#context;
    const terms = agree(header);
    if (this.#isStopping) throw new BindingError("system-shutdown");
    if (!header.attr("to")) throw new BindingError("improper-addressing");
    if (!caps.enter(origin.remoteAddress)) {
      metrics.connectionsRefused += 1;
      throw new BindingError("policy-violation", "Too many connections.");
    }
    const { contentType } = terms;
    const creation = { body, answer: (text: string): void => give({ text, contentType }) };
    const connection = this.#newConnection(creation, origin, terms);
    connection.begin();
    return () => connection.abandon(creation);
  }

  #newConnection(creation: BoshRequest, origin: Origin, terms: Terms): BoshConnection {
    const { randomId, peers, now } = this.#options;
    const sid = sidOn(peers?.node, randomId());
    const onGone = (): void => {
      this.#sessions.delete(sid);
      this.#open.delete(connection);
    };
    const connection = new BoshConnection({ sid, terms, origin, context: this.#context, creation, now, onGone });
    this.#sessions.set(sid, connection);
    this.#open.add(connection);
    return connection;
  }

  #originOf({ socket, headers }: IncomingMessage): Origin {
    const { "x-forwarded-for": forwardedFor, "x-forwarded-proto": forwardedProto } = headers;
    return originOf(plainAddress(socket.remoteAddress), { forwardedFor, forwardedProto }, this.#trusted);
  }

  /** The answer to a request that could not be taken; it ends the session that it names. */
  #refused(error: unknown, reader?: BodyReader): Answered {
    const condition = error instanceof BindingError ? error.condition : "internal-server-error";
    if (condition === "internal-server-error")
      this.#context.log.error({ err: error }, "reading a request over HTTP failed");
    this.#sessions.get(reader?.header?.attr("sid") ?? "")?.refuse(condition);
    return { text: terminal(condition), contentType: CONTENT_TYPE };
  }
}

/** Reads a request to its end, and gives its text. Throws a BindingError as soon as it cannot be taken. */
async function readAll(request: IncomingMessage, reader: BodyReader): Promise<string> {
  const coding = request.headers["content-encoding"] ?? "identity";
  if (coding !== "identity") throw new BindingError("bad-request", "A coding that we did not offer.");
  const chunks: Buffer[] = [];
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    reader.write(chunk);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function refuseOne(give: (answered: Answered) => void): () => void {
  give(LOST);
  return () => {};
}
