import { NS } from "../ns.ts";
import type { Element } from "../xml/element.ts";

/** The settings of a conversation that we know (XEP-0492 §3): `<always/>`, `<on-mention/>`, `<never/>`, each for some kind of programs. */
export function notificationSettingsIn(notify: Element | undefined): readonly Element[] {
  return notify?.elements().filter(({ ns, name }) => ns === NS.notificationSettings && KNOWN.includes(name)) ?? [];
}

/** The one that counts for clients of a type, such as `web`: what is said for these, else for any client, else for everything. */
export function notificationSettingFor(notify: Element | undefined, type: string): Element | undefined {
  const settings = notificationSettingsIn(notify);
  const find = (category?: string, ofType?: string) =>
    settings.find((one) => one.attr("identity-category") === category && one.attr("identity-type") === ofType);
  return find("client", type) ?? find("client") ?? find();
}

const KNOWN: readonly string[] = ["always", "on-mention", "never"];
