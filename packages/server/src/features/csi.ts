import { NS, xml } from "@yonder/protocol";
import type { Feature } from "./feature.ts";

/** Lets a client say that nobody looks at it, so that what can wait does (stream/held-back.ts). */
export const csi: Feature = {
  name: "csi",
  specification: "XEP-0352",
  streamFeatures: [xml("csi", NS.csi)],
  bindFeatures: [NS.csi],
  start: () => ({
    inline: (session, request) => {
      if (request.child("inactive", NS.csi)) session.attend(false);
      return undefined;
    },
  }),
};
