import { type Element, NS, notificationSettingFor, notificationSettingsIn, xml } from "@yonder/protocol";
import type { GroupNotify } from "../../groups/types.ts";

const WORDS: Readonly<Record<GroupNotify, string>> = { all: "always", mentions: "on-mention", none: "never" };
const CATEGORY = "identity-category";
const TYPE = "identity-type";

/** Of which messages we want to be told here (XEP-0492 §3); undefined where nothing is said. */
export function readNotify(notify: Element | undefined): GroupNotify | undefined {
  const ours = notificationSettingFor(notify, "web");
  return ours && WORD_OF.get(ours.name);
}

/** The settings with ours changed. What they say for other kinds of programs, and what we do not know, stays (§3). */
export function withNotify(before: Element | undefined, wanted: GroupNotify): Element {
  const settings = notificationSettingsIn(before);
  const ours = notificationSettingFor(before, "web");
  const identity = { [CATEGORY]: ours?.attr(CATEGORY), [TYPE]: ours?.attr(TYPE) };
  const changed = xml(WORDS[wanted], NS.notificationSettings, identity, ...(ours?.elements() ?? []));
  const others = settings.filter((one) => one !== ours && !isSameKind(one, changed));
  const hasFallback = [...others, changed].some((one) => one.attr(CATEGORY) === undefined);
  const fallback = hasFallback ? [] : [xml(WORDS[wanted], NS.notificationSettings)];
  return xml("notify", NS.notificationSettings, null, ...others, changed, ...fallback);
}

/** It says no more than what counts without it. */
export function isUsual(notify: Element): boolean {
  const [only, ...others] = notify.elements();
  return others.length === 0 && only !== undefined && only.is("always", NS.notificationSettings) && isBare(only);
}

const WORD_OF: ReadonlyMap<string, GroupNotify> = new Map([
  ["always", "all"],
  ["on-mention", "mentions"],
  ["never", "none"],
]);

function isSameKind(a: Element, b: Element): boolean {
  return a.name === b.name && a.attr(CATEGORY) === b.attr(CATEGORY) && a.attr(TYPE) === b.attr(TYPE);
}

function isBare(setting: Element): boolean {
  return setting.attr(CATEGORY) === undefined && setting.elements().length === 0;
}
