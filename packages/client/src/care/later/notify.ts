import { type Element, xml } from "@yonder/protocol";
import type { GroupNotify } from "../../groups/types.ts";

/** XEP-0492 */
export const SETTINGS = "urn:xmpp:notification-settings:1";

const WORDS: Readonly<Record<GroupNotify, string>> = { all: "always", mentions: "on-mention", none: "never" };
const CATEGORY = "identity-category";
const TYPE = "identity-type";

/** Of which messages we want to be told here (§3); undefined where nothing is said. */
export function readNotify(notify: Element | undefined): GroupNotify | undefined {
  const ours = mostSpecific(settingsIn(notify));
  return ours && WORD_OF.get(ours.name);
}

/** The settings with ours changed. What they say for other kinds of programs, and what we do not know, stays (§3). */
export function withNotify(before: Element | undefined, wanted: GroupNotify): Element {
  const settings = settingsIn(before);
  const ours = mostSpecific(settings);
  const identity = { [CATEGORY]: ours?.attr(CATEGORY), [TYPE]: ours?.attr(TYPE) };
  const changed = xml(WORDS[wanted], SETTINGS, identity, ...(ours?.elements() ?? []));
  const others = settings.filter((one) => one !== ours && !isSameKind(one, changed));
  const hasFallback = [...others, changed].some((one) => one.attr(CATEGORY) === undefined);
  const fallback = hasFallback ? [] : [xml(WORDS[wanted], SETTINGS)];
  return xml("notify", SETTINGS, null, ...others, changed, ...fallback);
}

/** It says no more than what counts without it. */
export function isUsual(notify: Element): boolean {
  const [only, ...others] = notify.elements();
  return others.length === 0 && only !== undefined && only.is("always", SETTINGS) && isBare(only);
}

const WORD_OF: ReadonlyMap<string, GroupNotify> = new Map([
  ["always", "all"],
  ["on-mention", "mentions"],
  ["never", "none"],
]);

function settingsIn(notify: Element | undefined): readonly Element[] {
  return notify?.elements().filter(({ ns, name }) => ns === SETTINGS && WORD_OF.has(name)) ?? [];
}

/** What is meant for us: `client/web`, else any client, else everybody. */
function mostSpecific(settings: readonly Element[]): Element | undefined {
  const find = (category?: string, type?: string) =>
    settings.find((one) => one.attr(CATEGORY) === category && one.attr(TYPE) === type);
  return find("client", "web") ?? find("client") ?? find();
}

function isSameKind(a: Element, b: Element): boolean {
  return a.name === b.name && a.attr(CATEGORY) === b.attr(CATEGORY) && a.attr(TYPE) === b.attr(TYPE);
}

function isBare(setting: Element): boolean {
  return setting.attr(CATEGORY) === undefined && setting.elements().length === 0;
}
