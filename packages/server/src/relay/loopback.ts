import { systemTimers } from "../store/timers.ts";
import { Answerers } from "./answerers.ts";
import { notTaken } from "./frame.ts";
import { inTime } from "./in-time.ts";
import type { Receiver, Relay } from "./relay.ts";

/** The relay of a single node: hands each envelope straight to the receiver. */
export function loopbackRelay(node: string, receive: Receiver): Relay {
  const answerers = new Answerers();
  let isStopped = false;
  return {
    send: (target, envelope) => (target === node && !isStopped ? receive(envelope, node) : notTaken),
    async ask(target, topic, question, timeoutMs) {
      if (target !== node || isStopped) return undefined;
      return inTime(answerers.answer(topic, question, node), timeoutMs, systemTimers);
    },
    answer: (topic, answerer) => answerers.set(topic, answerer),
    async stop() {
      isStopped = true;
    },
  };
}
