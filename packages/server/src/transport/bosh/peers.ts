import type { Relay } from "../../relay/relay.ts";
import type { Origin } from "../addresses.ts";
import { MAX_WAIT } from "./terms.ts";

/** The other nodes: a session stays where it was made, and its requests may come in anywhere. */
export interface Peers {
  /** Our own name. */
  readonly node: string;
  readonly relay: Pick<Relay, "ask" | "answer">;
}

/** A request that came in on another node. */
export interface Question {
  readonly text: string;
  readonly origin: Origin;
}

export interface Answered {
  readonly text: string;
  readonly contentType: string;
}

const TOPIC = "bosh";
const MARGIN = 10;

/** A new session's id, which tells every node where the session is. */
export function sidOn(node: string | undefined, randomId: string): string {
  return node === undefined ? randomId : `${randomId}.${node}`;
}

/** Name of the node that has the session. */
export function nodeOf(sid: string): string | undefined {
  const at = sid.indexOf(".");
  return at === -1 ? undefined : sid.slice(at + 1);
}

/** Passes a request on to the session's node. Undefined: no answer came, and none will. */
export async function askPeer({ relay }: Peers, node: string, question: Question): Promise<Answered | undefined> {
  const answer = await relay.ask(node, TOPIC, JSON.stringify(question), (MAX_WAIT + MARGIN) * 1_000);
  return answer === undefined ? undefined : JSON.parse(answer);
}

/** Who takes the requests that came in on other nodes. */
export function answerPeers({ relay }: Peers, take: (question: Question) => Promise<Answered>): void {
  relay.answer(TOPIC, async (question) => JSON.stringify(await take(JSON.parse(question))));
}
