import type { GroupNotice } from "@yonder/client";

/** Those of one kind that follow each other make one line; of several topics or names the last one counts. */
export function summed(notices: readonly GroupNotice[]): GroupNotice[][] {
  const lines: GroupNotice[][] = [];
  for (const notice of notices) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    const isOneOf = last?.kind === notice.kind;
    if (line && isOneOf && notice.text === undefined) line.push(notice);
    else if (line && isOneOf) line.splice(0, line.length, notice);
    else lines.push([notice]);
  }
  return lines;
}
