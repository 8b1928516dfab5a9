import { decoded } from "./decoded.ts";

/** A link that opens a page before the door: the server's first-run link, an invitation, or the code of a signed-in device. */
export interface Threshold {
  readonly kind: "first-run" | "invite" | "join";
  /** Stands in the fragment, so that no log ever sees it. */
  readonly token: string;
}

export function readThreshold(at: Pick<Location, "pathname" | "hash">): Threshold | undefined {
  const token = decoded(at.hash.replace(/^#\/?/, ""));
  const page = /^\/(first-run|invite|join)\/?(?:index\.html)?$/.exec(at.pathname)?.[1];
  if (!page || token === "") return undefined;
  return { kind: page as Threshold["kind"], token };
}
