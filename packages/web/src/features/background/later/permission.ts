import { createRoot, createSignal } from "solid-js";
import { prefer, preferences } from "../../../state/preferences.ts";

export type Permission = "none" | "default" | "granted" | "denied";

const [permission, setPermission] = createRoot(() => createSignal<Permission>(readPermission()));

export { permission };

export const doesNotify = (): boolean => preferences.shouldNotify && permission() === "granted";

/** Asks the browser, on a click of the user alone. */
export async function allowNotifications(): Promise<void> {
  if (permission() === "default") await Notification.requestPermission();
  setPermission(readPermission());
  prefer({ shouldNotify: permission() === "granted" });
}

function readPermission(): Permission {
  return "Notification" in globalThis ? Notification.permission : "none";
}
