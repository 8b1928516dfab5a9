import type { Directory } from "../../directory/directory.ts";
import type { Relay } from "../../relay/relay.ts";
import { Deadline } from "../../stream/deadline.ts";
import type { TimeWheel } from "../../stream/time-wheel.ts";
import type { Origin } from "../addresses.ts";
import { CONTENT_TYPE, MAX_WAIT } from "./terms.ts";
import { terminal } from "./wrapper.ts";

/** The other nodes: a session stays where it was made, and its requests may come in anywhere. */
export interface Peers {
  /** Our own name. */
  readonly node: string;
  readonly relay: Pick<Relay, "ask" | "answer">;
  readonly directory: Pick<Directory, "nodes">;
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

/** There is no such session, or no more. */
export const LOST: Answered = { text: terminal("item-not-found"), contentType: CONTENT_TYPE };

const TOPIC = "bosh";
const SECOND = 1_000;
const MARGIN = 10 * SECOND;
/** How often it is looked whether a node that is to answer still lives. */
const LOOK_TIME = 2 * SECOND;

/** What may stand in a header of HTTP (RFC 9110 §5.5), of what we send. */
const HEADER_VALUE = /^[\t\x20-\x7e]+$/;

/** A new session's id, which tells every node where the session is. */
export function sidOn(node: string | undefined, randomId: string): string {
  return node === undefined ? randomId : `${randomId}.${node}`;
}

/** Name of the node that has the session. */
export function nodeOf(sid: string): string | undefined {
  const at = sid.indexOf(".");
  return at === -1 ? undefined : sid.slice(at + 1);
}

/** Whether a node of this name lives, as far as is known here. */
export function isKnown({ directory }: Peers, node: string): boolean {
  return epochOf(directory, node) !== undefined;
}

/**
 * Passes a request on to the session's node. Undefined: no answer came, though that node lives; to the same request one may come. Rejects with
 * a TypeError or a SyntaxError when what came is none.
 */
export async function askPeer(
  { relay, directory }: Peers,
  node: string,
  question: Question,
  wheel: TimeWheel,
): Promise<Answered | undefined> {
  const { promise: death, resolve } = Promise.withResolvers<undefined>();
  const life = epochOf(directory, node);
  const look = new Deadline(wheel, () =>
    epochOf(directory, node) === life ? look.set(LOOK_TIME) : resolve(undefined),
  );
  look.set(LOOK_TIME);
  const asked = relay.ask(node, TOPIC, JSON.stringify(question), MAX_WAIT * SECOND + MARGIN);
  const answer = await Promise.race([asked, death]).finally(() => look.drop());
  if (answer !== undefined) return readAnswer(answer);
  return life !== undefined && life === epochOf(directory, node) ? undefined : LOST;
}

function readAnswer(json: string): Answered {
  const { text, contentType } = Object(JSON.parse(json)) as Partial<Record<keyof Answered, unknown>>;
  if (typeof text !== "string" || typeof contentType !== "string" || !HEADER_VALUE.test(contentType))
    throw new TypeError("another node's answer is none");
  return { text, contentType };
}

/** Who takes the requests that came in on other nodes. */
export function answerPeers({ relay }: Peers, take: (question: Question) => Promise<Answered>): void {
  relay.answer(TOPIC, async (question) => JSON.stringify(await take(JSON.parse(question))));
}

/** Which life a node lives. */
function epochOf(directory: Peers["directory"], node: string): string | undefined {
  return directory.nodes().find((it) => it.node === node)?.epoch;
}
