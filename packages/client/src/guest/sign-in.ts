import { type Element, NS, sm, TOKEN_MECHANISM, tokenResponse, xml } from "@yonder/protocol";
import { localOf } from "../address.ts";
import type { StreamManagement } from "../stream-management.ts";
import type { GuestRecord } from "./record.ts";

/** Comes in without an account (RFC 4505), or back as the same guest (XEP-0484), and binds in the same step (XEP-0388, XEP-0386). */
export async function authenticateGuest(record: GuestRecord, former: StreamManagement | undefined): Promise<Element> {
  const { agent, name, token } = record;
  const isBack = name !== undefined && token !== undefined;
  return xml(
    "authenticate",
    NS.sasl2,
    { mechanism: isBack ? TOKEN_MECHANISM : "ANONYMOUS" },
    xml("initial-response", NS.sasl2, null, ...(isBack ? [await tokenResponse(name, token)] : [])),
    xml("user-agent", NS.sasl2, { id: agent }),
    isBack ? xml("fast", NS.fast) : xml("request-token", NS.fast, { mechanism: TOKEN_MECHANISM }),
    isBack ? former?.resume() : undefined,
    xml("bind", NS.bind2, null, sm.enable({ resume: true })),
  );
}

/** What a `<success/>` says. */
export interface GuestWelcome {
  /** Full address. */
  readonly address: string;
  readonly name: string;
  /** A new one, to be used from now on. */
  readonly token: string | undefined;
  readonly resumed: Element | undefined;
  /** Of a new stream that can be resumed. */
  readonly streamId: string | undefined;
}

export function readWelcome(success: Element): GuestWelcome {
  const address = success.childText("authorization-identifier", NS.sasl2) ?? "";
  return {
    address,
    name: localOf(address),
    token: success.child("token", NS.fast)?.attr("token"),
    resumed: success.child("resumed", NS.sm),
    streamId: success.child("bound", NS.bind2)?.child("enabled", NS.sm)?.attr("id"),
  };
}
