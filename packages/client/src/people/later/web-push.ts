import { NS, xml } from "@yonder/protocol";
import type { Context } from "../../context.ts";
import { StanzaFailure } from "../../requests.ts";
import type { PushSubscriptionKeys } from "../types.ts";

/** docs/web-push.md §3 */
export async function pushKey(context: Context): Promise<string | undefined> {
  try {
    const result = await context.request("get", xml("vapid", NS.webPush));
    return result.childText("vapid", NS.webPush) || undefined;
  } catch (cause) {
    if (cause instanceof StanzaFailure) return undefined;
    throw cause;
  }
}

export async function beginPush(context: Context, { endpoint, p256dh, auth }: PushSubscriptionKeys): Promise<void> {
  const keys = [xml("p256dh", NS.webPush, null, p256dh), xml("auth", NS.webPush, null, auth)];
  await context.request("set", xml("enable", NS.webPush, { endpoint }, ...keys));
}

export async function endPush(context: Context, endpoint: string): Promise<void> {
  await context.request("set", xml("disable", NS.webPush, { endpoint }));
}
