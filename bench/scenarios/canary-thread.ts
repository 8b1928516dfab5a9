import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import type { CanaryOrder } from "./canary.ts";
import { sendSteadily } from "./paced.ts";
import { connectPairs } from "./pairs.ts";

const rate = 20;
const warmUpMs = 1_000;

if (parentPort !== null) {
  const { endpoint, accounts, options } = workerData as CanaryOrder;
  const pairs = await connectPairs(endpoint, accounts, 1, options);
  await sendSteadily(pairs, rate, warmUpMs);
  parentPort.postMessage("ready");
  await once(parentPort, "message");
  let isOver = false;
  parentPort.once("message", () => {
    isOver = true;
  });
  const latencies = await sendSteadily(pairs, rate, Number.POSITIVE_INFINITY, () => isOver);
  parentPort.postMessage(latencies);
  await Promise.all(pairs.map((pair) => pair.close()));
  parentPort.close();
}
