import { describe } from "vitest";
import { loopbackRelay } from "./loopback.ts";
import { relayContract } from "./relay.contract.ts";

describe("relay by loopback", () => relayContract(async (node, receive) => loopbackRelay(node, receive)));
