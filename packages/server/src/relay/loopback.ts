import type { Receiver, Relay } from "./relay.ts";

/** The relay of a single node: hands each envelope straight to the receiver. */
export function loopbackRelay(node: string, receive: Receiver): Relay {
  let isStopped = false;
  return {
    send: (target, envelope) => (target === node && !isStopped ? receive(envelope) : { kind: "unknown" }),
    async stop() {
      isStopped = true;
    },
  };
}
