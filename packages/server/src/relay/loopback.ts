import type { Answerer, Receiver, Relay } from "./relay.ts";

/** The relay of a single node: hands each envelope straight to the receiver. */
export function loopbackRelay(node: string, receive: Receiver): Relay {
  const answerers = new Map<string, Answerer>();
  let isStopped = false;
  return {
    send: (target, envelope) =>
      target === node && !isStopped ? receive(envelope) : { kind: "unknown", isCertain: true },
    async ask(target, topic, question) {
      if (target !== node || isStopped) return undefined;
      // Who asks is told of a failure as of silence: it cannot tell them apart over a wire either.
      return answerers
        .get(topic)?.(question, node)
        .catch(() => undefined);
    },
    answer: (topic, answerer) => void answerers.set(topic, answerer),
    async stop() {
      isStopped = true;
    },
  };
}
