import type { Conversation, Message } from "@yonder/client";
import { createEffect, createRoot, createSignal } from "solid-js";
import { shortName } from "../components/identity.ts";
import { summaryOf } from "../features/files/file-kind.ts";
import { t } from "../i18n/index.ts";
import { announce } from "./live.ts";
import { isMuted, prefer, preferences } from "./preferences.ts";
import { openChat, route } from "./route.ts";
import type { Yonder } from "./yonder.ts";

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

/** Tells of messages in the background: a notification, a count in the title and a dot on the icon; in front, the live region. */
export function notifyOf(yonder: Yonder): void {
  yonder.engine.on("incoming", (message) => {
    const { author, isMention } = message;
    const name = author ? `${yonder.nameIn(author)}, ${yonder.nameOf(message.peer)}` : yonder.nameOf(message.peer);
    const notify = yonder.conversation(message.peer)?.notify ?? "all";
    const isWanted = notify === "all" || (notify === "mentions" && isMention);
    if (isWanted || isInFront(message.peer))
      announce(t("announce", { name: author ? name : shortName(name), text: summaryOf(message) }));
    if (isWanted && !isInFront(message.peer) && doesNotify() && !isMuted(message.peer)) show(message, name);
  });
  createEffect(() => {
    const unread = yonder.conversations().reduce((sum, one) => sum + loudIn(one), 0);
    document.title = unread > 0 ? `(${unread}) Yonder` : "Yonder";
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    const href = unread > 0 ? "/icon-unread.svg" : "/icon.svg";
    if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
  });
}

/** How many of the unread messages we want to be told of. */
export function loudIn({ peer, notify = "all", unread, mentions }: Conversation): number {
  if (isMuted(peer) || notify === "none") return 0;
  return notify === "all" ? unread : mentions;
}

function isInFront(peer: string): boolean {
  const here = route();
  return document.visibilityState === "visible" && document.hasFocus() && here.pane === "chat" && here.peer === peer;
}

function show(message: Message, name: string): void {
  const text = preferences.showsText ? { body: summaryOf(message) } : {};
  try {
    const notification = new Notification(name, { ...text, tag: message.peer, icon: "/icon-app.svg" });
    notification.onclick = () => {
      window.focus();
      openChat(message.peer);
      notification.close();
    };
  } catch {
    // COMPAT: Chrome on Android allows notifications from a service worker alone. Title and icon still tell.
  }
}

function readPermission(): Permission {
  return "Notification" in globalThis ? Notification.permission : "none";
}
