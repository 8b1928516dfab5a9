import { createLater } from "../../state/later-part.ts";

/** How files are shown, chosen and sent. */
export const { part: files, load: loadFiles } = createLater(() => import("./later/index.ts"));
