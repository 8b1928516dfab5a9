import { Jid, StreamError } from "@yonder/protocol";
import type { Directory } from "../directory/directory.ts";
import type { Relay } from "../relay/relay.ts";
import type { Account } from "../store/store.ts";
import { Departures } from "./departures.ts";
import {
  type Answer,
  type Confirmation,
  type Question,
  type StateAnswer,
  type Topics,
  topicsOf,
} from "./handover-words.ts";
import { Session } from "./session.ts";
import type { SessionContext } from "./session-context.ts";
import { readState, STATE_VERSION } from "./session-state.ts";

/** How long, in milliseconds, another node has for an answer. */
const ANSWER_TIME = 3_000;
/** How often it is told that a session has arrived, until it answers. */
const CONFIRMATIONS = 3;

/** The other nodes, as far as a session that moves needs them. */
export interface Cluster {
  /** This node's name. */
  readonly node: string;
  readonly relay: Pick<Relay, "ask" | "answer">;
  readonly directory: Pick<Directory, "lookUp" | "nodes">;
}

/** Whose session is to be resumed, and what its client has had of it. */
export interface ResumeRequest {
  /** SM-ID. */
  readonly id: string;
  readonly account: Account;
  readonly h: number;
}

export type Found = { readonly kind: "session"; readonly session: Session } | Exclude<Answer, StateAnswer>;

/**
 * Resumption on another node than the one that holds the session (XEP-0198 §5): the session moves to where its client is.
 *
 * 1. The client's node asks ("resume": SM-ID, account, `h`) the nodes where the status directory knows sessions of the user, and the one
 *    where the session was bound, which its SM-ID names: that may remember how far a session got that is no more.
 * 2. The node that holds it drops the former connection, lets what arrived over it be done, packs what router and features know, and
 *    answers with all there is to know. The session is over there, but nobody hears of an end.
 * 3. The client's node unpacks and registers it, confirms ("resumed": SM-ID), and goes on as in a resumption at home. The SM-ID stays.
 * 4. If no confirmation comes in time, since an answer was lost or a node died, the session ends where it was, like any that is not
 *    resumed. A node whose confirmation came too late ends what it made of it.
 *
 * No answer, as of a node that is dead, is an answer: the client starts anew at once.
 */
export class Handover {
  readonly #cluster: Cluster;
  readonly #context: SessionContext & { readonly domain: string };
  readonly #departures: Departures;
  readonly #topics: Topics;

  /** `guests`: the domain, if that is theirs. */
  constructor(cluster: Cluster, context: SessionContext & { readonly domain: string }, guests?: string) {
    this.#cluster = cluster;
    this.#context = context;
    this.#topics = topicsOf(guests);
    this.#departures = new Departures(cluster, context, this.#topics);
  }

  /** An SM-ID that names this node; `randomId` is what cannot be guessed of it. */
  smId(randomId: string): string {
    return `${Buffer.from(this.#cluster.node).toString("base64url")}.${randomId}`;
  }

  /** Brings a session here from whatever node holds it. */
  async fetch(request: ResumeRequest): Promise<Found> {
    let past: number | undefined;
    for (const node of await this.#nodesFor(request)) {
      const answer = await this.#ask(node, request);
      if (answer?.kind === "state") return this.#take(answer, node);
      if (answer?.kind === "too-high") return answer;
      past ??= answer?.h;
    }
    return { kind: "gone", h: past };
  }

  /** The node that the SM-ID names comes first if the user has sessions there, else last. */
  async #nodesFor({ id, account }: ResumeRequest): Promise<Set<string>> {
    const { directory, node } = this.#cluster;
    const birthplace = Buffer.from(id.split(".", 1)[0] ?? "", "base64url").toString();
    const registrations = await directory.lookUp(Jid.of(account.username, this.#context.domain).bare);
    const holders = registrations.map((registration) => registration.node);
    const nodes = new Set(holders.includes(birthplace) ? [birthplace, ...holders] : holders);
    if (directory.nodes().some((status) => status.node === birthplace)) nodes.add(birthplace);
    nodes.delete(node);
    return nodes;
  }

  async #ask(node: string, { id, account, h }: ResumeRequest): Promise<Answer | undefined> {
    const question: Question = { version: STATE_VERSION, id, accountId: account.id, h };
    const answer = await this.#cluster.relay.ask(node, this.#topics.resume, JSON.stringify(question), ANSWER_TIME);
    return answer === undefined ? undefined : JSON.parse(answer);
  }

  async #take({ state: written }: StateAnswer, node: string): Promise<Found> {
    const { resumable, events, metrics, log } = this.#context;
    const state = readState(written);
    if (!state) return { kind: "gone" };
    const session = Session.arriving(state, this.#context);
    try {
      await events.arrive(session, state.luggage);
    } catch (error) {
      session.abandon();
      log.warn({ err: error, session: session.id }, "a session could not be taken over");
      return { kind: "gone", h: session.handledCount };
    }
    // It may have been here before.
    this.#departures.arrived(session.id);
    if (!session.isOver) resumable.add(session);
    metrics.sessionsArrived += 1;
    void this.#confirm(session, node);
    return { kind: "session", session };
  }

  async #confirm(session: Session, node: string): Promise<void> {
    const name = JSON.stringify({ id: session.id, accountId: session.account.id });
    for (let i = 0; i < CONFIRMATIONS; i++) {
      const answer = (await this.#cluster.relay.ask(node, this.#topics.resumed, name, ANSWER_TIME)) as
        | Confirmation
        | undefined;
      if (answer === "over") session.close(new StreamError("reset", "The session has ended meanwhile."));
      if (answer !== undefined) return;
    }
  }
}
