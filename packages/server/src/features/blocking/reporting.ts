import { NS } from "@yonder/protocol";
import type { Feature } from "../feature.ts";

/** Says that a block may carry a report (XEP-0377), which the administrators can read. Where it is off, the block alone counts. */
export const reporting: Feature = {
  name: "reporting",
  specification: "XEP-0377",
  advertises: [NS.reporting],
  start: () => ({}),
};
