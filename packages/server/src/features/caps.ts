import { NS } from "@yonder/protocol";
import type { Feature } from "./feature.ts";

/** A short mark in the stream features of what the server can do (service-info.ts), so that clients need not ask each time. */
export const caps: Feature = {
  name: "caps",
  specification: "XEP-0115",
  advertises: [NS.caps],
  start: () => ({}),
};
