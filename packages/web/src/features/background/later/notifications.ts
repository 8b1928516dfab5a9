import type { Conversation, Message } from "@yonder/client";
import { createEffect, onCleanup } from "solid-js";
import { shortName } from "../../../components/identity.ts";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { loudIn } from "../../../state/loud.ts";
import { preferences } from "../../../state/preferences.ts";
import { openChat, route } from "../../../state/route.ts";
import type { Yonder } from "../../../state/yonder.ts";
import { isQuiet, tagOf } from "../../../worker/notes.ts";
import { summaryOf } from "../../files/file-kind.ts";
import { doesNotify } from "./permission.ts";
import { playArrival } from "./sound.ts";
import { worker } from "./worker-client.ts";

/** Where it is read at once, in another tab, nobody has to be told of it, ms. */
const A_LOOK = 250;

/** Tells of messages in the background: a notification, a sound, a count in the title and on the app; in front, the live region. */
export function notifyOf(yonder: Yonder): void {
  const stop = yonder.engine.on("incoming", (message) => {
    const { author } = message;
    const place = yonder.nameOf(message.peer);
    const name = author ? t("inGroup", { name: yonder.nameIn(author), group: place }) : place;
    const held = yonder.conversation(message.peer);
    const isWanted = !held?.isMuted && concernsUs(message, held?.notify);
    if (isWanted || isInFront(message.peer))
      announce(t("announce", { name: author ? name : shortName(name), text: summaryOf(message) }));
    if (!isWanted || isInFront(message.peer) || !doesNotify() || !yonder.engine.leads) return;
    setTimeout(() => {
      if (!yonder.conversation(message.peer)?.unread) return;
      const quiet = isQuiet(preferences.quiet, new Date());
      if (preferences.hasSound && !quiet) playArrival();
      void show(message, yonder.address(), name, quiet || preferences.hasSound);
    }, A_LOOK);
  });
  createEffect(() => count(yonder.conversations().reduce((sum, one) => sum + loudIn(one), 0)));
  onCleanup(() => {
    stop();
    count(0);
  });
}

/** In the title, on the tab and on the app's icon. */
function count(unread: number): void {
  document.title = unread > 0 ? `(${unread}) Yonder` : "Yonder";
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const href = unread > 0 ? "/icon-unread.svg" : "/icon.svg";
  if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
  badge(unread);
}

/** In a group one may want to hear of less. */
function concernsUs({ isMention }: Message, notify: Conversation["notify"] = "all"): boolean {
  return notify === "all" || (notify === "mentions" && isMention === true);
}

/** On the app's icon, where it is installed (https://www.w3.org/TR/badging/). */
function badge(unread: number): void {
  if (!("setAppBadge" in navigator)) return;
  const shown = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge();
  shown.catch(() => {}); // not installed: there is no icon
}

function isInFront(peer: string): boolean {
  const here = route();
  return document.visibilityState === "visible" && document.hasFocus() && here.pane === "chat" && here.peer === peer;
}

async function show(message: Message, to: string, name: string, isSilent: boolean): Promise<void> {
  const text = preferences.showsText ? { body: summaryOf(message) } : {};
  const told = { to, peer: message.peer, count: 1, at: Date.now() };
  const options = { ...text, tag: tagOf(to, message.peer), icon: "/icon-app.svg", silent: isSilent, data: told };
  try {
    const registration = await worker();
    if (registration) return await registration.showNotification(name, options);
    const notification = new Notification(name, options);
    notification.onclick = () => {
      window.focus();
      openChat(message.peer);
      notification.close();
    };
  } catch {
    // Not allowed any more. COMPAT: Chrome on Android allows them from a service worker alone. Title and icon still tell.
  }
}
