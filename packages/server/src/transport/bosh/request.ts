import { type Element, NS } from "@yonder/protocol";
import type { StreamHeader } from "../connection.ts";
import type { Body } from "./body-reader.ts";

const RESTART = `{${NS.xbosh}}restart`;
const VERSION = `{${NS.xbosh}}version`;

/** The client opens its stream again (XEP-0206 §5). */
export function isRestart(header: Element): boolean {
  return /^(?:true|1)$/.test(header.attr(RESTART) ?? "");
}

/** The client ends the session (XEP-0124 §13). */
export function isTermination(header: Element): boolean {
  return header.attr("type") === "terminate";
}

/** For how many seconds the client will be silent (XEP-0124 §10); 0: it does not say. */
export function pauseOf(header: Element): number {
  const text = header.attr("pause") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** It only asks whether there is anything. */
export function isPoll({ header, payloads }: Body): boolean {
  return payloads.length === 0 && !isRestart(header) && !isTermination(header) && header.attr("pause") === undefined;
}

/** The stream's header, which has no place of its own here (XEP-0206 §3). `creation`: the wrapper that created the session. */
export function streamHeaderOf(header: Element, creation = header): StreamHeader {
  return {
    to: header.attr("to") ?? creation.attr("to"),
    from: header.attr("from"),
    version: header.attr(VERSION) ?? "1.0",
    lang: header.attr("xml:lang"),
  };
}
