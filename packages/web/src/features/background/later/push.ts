import type { EngineApi } from "@yonder/client";
import { slots } from "../../../state/accounts.ts";
import { preferences } from "../../../state/preferences.ts";
import { removeNotes } from "../../../worker/notes.ts";
import type { Told } from "../../../worker/tell.ts";
import { doesNotify } from "./permission.ts";
import { worker } from "./worker-client.ts";

export const canPush = (): boolean => "PushManager" in globalThis && "serviceWorker" in navigator;

/** The user wants to be told while no page is open. */
export const wantsPush = (): boolean => doesNotify() && preferences.tellsWhenClosed && canPush();

/** Has the server tell this browser, or end that: as the user wants it. @returns whether it is so now */
export async function settlePush(engine: EngineApi): Promise<boolean> {
  try {
    return await (wantsPush() ? subscribe(engine) : leavePush(engine));
  } catch {
    return false; // the push service of the browser's maker, or our server, does not want to
  }
}

/** No more of it; the server is told if it can be. */
export async function leavePush(engine?: EngineApi, isShared = slots.accounts.length > 1): Promise<boolean> {
  const subscription = await (await worker())?.pushManager?.getSubscription();
  if (!subscription) return true;
  const told = engine?.people.actions().then((actions) => actions.endPush(subscription.endpoint));
  await told?.catch(() => {}); // the push service says that it is gone
  // The browser has one for all of its accounts.
  return isShared ? true : subscription.unsubscribe();
}

/** Signed out: nothing here tells of the account any more, nor has told of it. */
export async function forgetPush(address: string): Promise<void> {
  const shown = (await (await worker())?.getNotifications()) ?? [];
  for (const one of shown) if (isOf(one.data, address)) one.close();
  const hasOthers = slots.accounts.some((one) => one.address !== address);
  if ("caches" in globalThis) await removeNotes(caches, hasOthers ? address : undefined);
  await leavePush(undefined, hasOthers);
}

/** Whether a notification is for this account, or does not say for whom. */
function isOf(told: Told | null, address: string): boolean {
  return (told?.to ?? address) === address;
}

async function subscribe(engine: EngineApi): Promise<boolean> {
  await navigator.serviceWorker.ready;
  const manager = (await worker())?.pushManager;
  const actions = await engine.people.actions();
  const key = await actions.pushKey();
  if (!manager || !key) return false;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = await manager.subscribe(options).catch(async (cause: unknown) => {
    // Another server's key was there before.
    const former = await manager.getSubscription();
    if (!former) throw cause;
    await former.unsubscribe();
    return manager.subscribe(options);
  });
  const { endpoint, keys = {} } = subscription.toJSON();
  const { p256dh, auth } = keys;
  if (!endpoint || !p256dh || !auth) return false;
  await actions.beginPush({ endpoint, p256dh, auth });
  return true;
}
