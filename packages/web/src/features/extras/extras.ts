import { createLater } from "../../state/later-part.ts";

/** All that can be done with messages besides reading and writing them. */
export const { part: extras, load: loadExtras } = createLater(() => import("./later/index.ts"));
