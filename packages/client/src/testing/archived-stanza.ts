import { NS } from "@yonder/protocol";

export interface ArchivedStanza {
  readonly id: string;
  readonly stamp: string;
  readonly xml: string;
}

/** One archived stanza as the answer to a query. */
export function archiveResult(from: string, query: string, { id, stamp, xml }: ArchivedStanza): string {
  const delay = `<delay xmlns='${NS.delay}' stamp='${stamp}'/>`;
  const inner = xml.includes("xmlns='jabber:client'") ? xml : xml.replace("<message", "<message xmlns='jabber:client'");
  const forwarded = `<forwarded xmlns='${NS.forward}'>${delay}${inner}</forwarded>`;
  return `<message from='${from}'><result xmlns='${NS.mam}' queryid='${query}' id='${id}'>${forwarded}</result></message>`;
}
