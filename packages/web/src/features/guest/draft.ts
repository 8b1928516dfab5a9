import { keep, readKept } from "../../state/kept.ts";

/** What a guest has written and not sent, kept in this tab over a reload. */
export function readDraft(contact: string): string {
  const kept = readKept(keyOf(contact), session);
  return typeof kept === "string" ? kept : "";
}

export function keepDraft(contact: string, text: string): void {
  keep(keyOf(contact), text, session);
}

function keyOf(contact: string): string {
  return `yonder-guest-draft:${contact}`;
}

function session(): Storage {
  return sessionStorage;
}
