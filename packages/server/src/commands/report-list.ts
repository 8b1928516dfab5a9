import type { Report } from "../store/reports.ts";
import type { Command } from "./command.ts";

const mostReports = 1_000;

export const reportList: Command = {
  name: "report list",
  operands: [],
  summary: "Prints what users have reported of addresses that they blocked, the newest first",
  details: `Each report is a line with its id, time, who reports whom, why, and the archive ids of the messages
that are meant, if any; what the user wrote follows indented.`,
  async run({ config, openStore, terminal }) {
    const { reports } = await openStore();
    for (const report of await reports.list(mostReports)) {
      terminal.out(lineOf(report, config.domain));
      if (report.text !== "") terminal.out(`    ${printable(report.text)}`);
    }
  },
};

function lineOf(
  { id, at, reporter, address, reason, stanzaIds, forOrigin, forOthers }: Report,
  domain: string,
): string {
  const passOn = [forOrigin && "may be told to their server", forOthers && "may be told to others"];
  const parts = [
    id,
    at.toISOString(),
    `${reporter}@${domain} reports ${address}`,
    reason.replace(/^urn:xmpp:reporting:/, ""),
  ];
  return [...parts, ...stanzaIds, ...passOn.filter((it) => it !== false)].map(printable).join("\t");
}

/** Users wrote it, and it goes to a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
