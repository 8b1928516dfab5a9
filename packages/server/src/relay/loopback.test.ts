import { describe } from "vitest";
import { loopbackRelay } from "./loopback.ts";
import { relayContract } from "./relay.contract.ts";

describe("relay by loopback", () => {
  relayContract(async (receive) => {
    const relay = loopbackRelay("n1", receive);
    return { source: relay, sourceNode: "n1", target: relay, targetNode: "n1" };
  });
});
