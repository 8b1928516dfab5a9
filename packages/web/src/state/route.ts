import { createRoot, createSignal } from "solid-js";
import { decoded } from "./decoded.ts";

/** Where the reader is within the app. It stands in the address's fragment, so that reload and the back gesture keep to it. */
export type Route =
  /** `group`: from a link to a group. `isArchive`: what is put away. `device`: from the code that a new device shows. */
  | { readonly pane: "list"; readonly group?: string; readonly isArchive?: boolean; readonly device?: NewDevice }
  | { readonly pane: "chat"; readonly peer: string; readonly hasDetails: boolean }
  | { readonly pane: "settings"; readonly section: Section | undefined };

export interface NewDevice {
  readonly key: string;
  /** As it calls itself. */
  readonly name: string;
}

export type Section = "you" | "look" | "notifications" | "device" | "connection" | "blocked" | "data";

const SECTIONS: readonly string[] = [
  "you",
  "look",
  "notifications",
  "device",
  "connection",
  "blocked",
  "data",
] satisfies Section[];

export function parseRoute(fragment: string): Route {
  const [name = "", ...rest] = fragment.replace(/^#\/?/, "").split("/").map(decoded);
  if (name === "chat" && rest[0]) return { pane: "chat", peer: rest[0], hasDetails: rest[1] === "details" };
  if (name === "group" && rest[0]) return { pane: "list", group: rest[0] };
  if (name === "archive") return { pane: "list", isArchive: true };
  if (name === "add" && rest[0]) return { pane: "list", device: { key: rest[0], name: (rest[1] ?? "").slice(0, 60) } };
  if (name === "settings")
    return { pane: "settings", section: SECTIONS.includes(rest[0] ?? "") ? (rest[0] as Section) : undefined };
  return { pane: "list" };
}

export function formatRoute(route: Route): string {
  switch (route.pane) {
    case "chat":
      return `#/chat/${encodeURIComponent(route.peer).replaceAll("%40", "@")}${route.hasDetails ? "/details" : ""}`;
    case "settings":
      return route.section ? `#/settings/${route.section}` : "#/settings";
    case "list":
      if (route.isArchive) return "#/archive";
      return route.group ? `#/group/${encodeURIComponent(route.group).replaceAll("%40", "@")}` : "#/";
  }
}

/** The place that the back button leads to when there is nothing to go back to. */
export function parentOf(route: Route): Route {
  if (route.pane === "chat" && route.hasDetails) return { ...route, hasDetails: false };
  if (route.pane === "settings" && route.section) return { pane: "settings", section: undefined };
  return { pane: "list" };
}

const [route, setRoute] = createRoot(() => createSignal<Route>(parseRoute(location.hash)));

export { route };

export function go(next: Route, options: { readonly replace?: boolean } = {}): void {
  const depth = depthNow() + (options.replace ? 0 : 1);
  const url = `/${formatRoute(next)}`;
  if (options.replace) history.replaceState({ depth }, "", url);
  else history.pushState({ depth }, "", url);
  setRoute(next);
}

/** Back as the browser does it; at the first page of the visit, up. */
export function goBack(): void {
  if (depthNow() > 0) history.back();
  else go(parentOf(route()), { replace: true });
}

/** Opens a conversation: from another one in its place, else one step further. */
export function openChat(peer: string): void {
  const here = route();
  if (here.pane === "chat" && here.peer === peer && !here.hasDetails) return;
  go({ pane: "chat", peer, hasDetails: false }, { replace: here.pane === "chat" });
}

/** Follows the back gesture and edited addresses. */
export function followHistory(): void {
  const follow = () => setRoute(parseRoute(location.hash));
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
}

function depthNow(): number {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "depth" in state ? Number(state.depth) : 0;
}
