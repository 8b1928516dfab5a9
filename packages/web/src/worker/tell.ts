import { isQuiet, type Notes, readNotes, tagOf } from "./notes.ts";
import type { Scope, Tab } from "./scope.ts";

/** What the server tells of (docs/web-push.md §4). */
interface Pushed {
  readonly kind?: unknown;
  readonly count?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What a notification keeps for later. */
export interface Told {
  /** The account that it is for, if the server said so. */
  readonly to?: string | undefined;
  readonly peer: string;
  readonly count: number;
  readonly at: number;
}

/** A page in the background has told of a message itself when it did so at most this long ago, ms. */
const ALREADY = 15_000;
const LONGEST_NAME = 100;
/** Bytes of a bare address at most (RFC 7622 §3.1). */
const LONGEST_ADDRESS = 2_047;
const MAX_COUNT = 9_999;

/** Tells of messages when no page does, and opens the conversation on a click. */
export function tellOfMessages(scope: Scope, now = () => new Date()): void {
  scope.addEventListener("push", (event) => event.waitUntil(tell(scope, read(event.data), now())));
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(scope, event.notification.data as Told | null));
  });
}

async function tell(scope: Scope, { count, from, to }: Pushed, at: Date): Promise<void> {
  const account = readAddress(to) || undefined;
  const notes = await readNotes(scope.caches, account);
  if (await isSeen(scope, notes)) return;
  const peer = readAddress(from);
  if (notes?.muted.includes(peer)) return;
  const tag = tagOf(account, peer);
  const before = await toldBefore(scope, tag);
  if (before && at.getTime() - before.at < ALREADY) return;
  const told: Told = {
    ...(account && { to: account }),
    peer,
    count: readCount(count) + (before?.count ?? 0),
    at: at.getTime(),
  };
  await scope.registration.showNotification(nameOf(notes, peer), {
    body: words(notes, told.count),
    tag,
    icon: "/icon-app.svg",
    silent: isQuiet(notes?.quiet, at),
    data: told,
  });
  await scope.navigator?.setAppBadge?.();
}

/** A page is looked at; one of another account does not count, as far as that can be known. */
async function isSeen({ clients, navigator }: Scope, notes: Notes | undefined): Promise<boolean> {
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!tabs.some((tab) => tab.visibilityState === "visible")) return false;
  if (!notes?.slot || !navigator?.locks) return true;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === `yonder:${notes.slot}`);
}

async function toldBefore(scope: Scope, tag: string): Promise<Told | undefined> {
  const [shown] = await scope.registration.getNotifications({ tag });
  return (shown?.data as Told | null | undefined) ?? undefined;
}

function readAddress(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONGEST_ADDRESS) : "";
}

function readCount(count: unknown): number {
  return typeof count === "number" && count >= 1 ? Math.min(Math.floor(count), MAX_COUNT) : 1;
}

function nameOf(notes: Notes | undefined, peer: string): string {
  return (notes?.names[peer] || peer.split("@")[0] || "Yonder").slice(0, LONGEST_NAME);
}

function words(notes: Notes | undefined, count: number): string {
  const { one = "New message", many = "New messages: {count}" } = notes?.texts ?? {};
  return count === 1 ? one : many.replace("{count}", String(count));
}

function read(data: { json(): unknown } | null): Pushed {
  try {
    const pushed = data?.json();
    return typeof pushed === "object" && pushed !== null ? pushed : {};
  } catch {
    return {}; // Of something that cannot be read, something general is told.
  }
}

async function open(scope: Scope, told: Told | null): Promise<void> {
  const { to, peer } = told ?? {};
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab: Tab | undefined = tabs.find(({ visibilityState }) => visibilityState === "visible") ?? tabs[0];
  if (!tab) return void (await scope.clients.openWindow(linkTo(to, peer)));
  await tab.focus();
  if (peer) tab.postMessage({ kind: "open", peer, ...(to && { to }) });
}

function linkTo(to: string | undefined, peer: string | undefined): string {
  const account = to ? `?as=${encodeURIComponent(to)}` : "";
  return peer ? `/${account}#/chat/${encodeURIComponent(peer)}` : `/${account}`;
}
