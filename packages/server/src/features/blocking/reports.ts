import { type Element, NS, StanzaError } from "@yonder/protocol";
import type { NewReport } from "../../store/reports.ts";

/** Of a report, in characters: more is cut off. */
const MAX_TEXT = 2_000;
/** Longest reason and id, in characters. */
const MAX_NAME = 256;
const MAX_STANZA_IDS = 50;

/**
 * What an item says against its address (XEP-0377 §4), undefined: nothing. Throws StanzaError `bad-request` for one without a reason.
 * @param own the bare address of who reports, whose archive has the messages that are meant
 */
export function reportIn(item: Element, address: string, own: string, id: string): NewReport | undefined {
  const report = item.child("report", NS.reporting);
  if (!report) return undefined;
  const reason = report.attr("reason");
  if (!reason || reason.length > MAX_NAME) throw new StanzaError("bad-request", "A report has a reason.");
  return {
    id,
    address,
    reason,
    text: (report.childText("text") ?? "").trim().slice(0, MAX_TEXT),
    stanzaIds: stanzaIdsIn(report, own),
    forOrigin: report.child("report-origin") !== undefined,
    forOthers: report.child("third-party") !== undefined,
  };
}

/** Only this archive's ids mean anything here. */
function stanzaIdsIn(report: Element, own: string): string[] {
  const ids = report
    .elements()
    .filter((child) => child.is("stanza-id", NS.sid) && child.attr("by") === own)
    .map((child) => child.attr("id") ?? "");
  return ids.filter((id) => id !== "" && id.length <= MAX_NAME).slice(0, MAX_STANZA_IDS);
}
