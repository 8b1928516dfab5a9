import { type DataForm, dataForm, type Element, fieldFlag, fieldValue, NS, parseDataForm, xml } from "@yonder/protocol";
import type { Context } from "../context.ts";
import { type Affiliation, affiliationList } from "./wire.ts";

/** What a room says of itself (XEP-0045 §6.4). */
export interface RoomInfo {
  readonly name: string;
  readonly description: string;
  readonly isClosed: boolean;
  readonly mayMembersInvite: boolean;
  readonly mayAllDescribe: boolean;
  readonly pictureHash: string;
  readonly hasArchive: boolean;
}

/** Characters of a picture as text: more is not shown. */
const LONGEST_PICTURE = 200_000;
/** Characters of what a room is called, and says of itself. */
const LONGEST_NAME = 200;
const LONGEST_TEXT = 10_000;
const CONFIG = "http://jabber.org/protocol/muc#roomconfig";

export async function fetchInfo(context: Context, room: string): Promise<RoomInfo> {
  const result = await context.request("get", xml("query", NS.discoInfo), room);
  const children = result.child("query", NS.discoInfo)?.elements() ?? [];
  const has = (feature: string) => children.some((child) => child.name === "feature" && child.attr("var") === feature);
  const identity = children.find((child) => child.name === "identity" && child.attr("category") === "conference");
  const x = children.find((child) => child.is("x", NS.dataForms));
  const form = x && parseDataForm(x);
  const value = (name: string) => (form && fieldValue(form, name)) ?? "";
  const flag = (name: string) => (form && fieldFlag(form, name)) ?? false;
  return {
    name: identity?.attr("name")?.slice(0, LONGEST_NAME) ?? "",
    description: value("muc#roominfo_description").slice(0, LONGEST_TEXT),
    isClosed: has("muc_membersonly"),
    mayMembersInvite:
      flag("muc#roomconfig_allowinvites") || flag("{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites"),
    mayAllDescribe: flag("muc#roomconfig_changesubject"),
    pictureHash: value("muc#roominfo_avatarhash"),
    hasArchive: has(NS.mam),
  };
}

/** Who belongs to the room, where we may know it: by bare address (XEP-0045 §9.5). */
export async function fetchAffiliations(context: Context, room: string): Promise<ReadonlyMap<string, Affiliation>> {
  const lists = (["owner", "admin", "member"] as const).map(async (affiliation) => {
    const result = await context.request("get", affiliationList(affiliation), room);
    const items = result.child("query", NS.mucAdmin)?.elements() ?? [];
    return items.flatMap((item): [string, Affiliation][] => {
      const address = item.attr("jid");
      return address ? [[address, affiliation]] : [];
    });
  });
  return new Map((await Promise.all(lists)).flat());
}

/** The room's picture as a `data:` URL (XEP-0486 §3.4). */
export async function fetchPicture(context: Context, room: string): Promise<string | undefined> {
  const result = await context.request("get", xml("vCard", NS.vcardTemp), room);
  const photo = result.child("vCard", NS.vcardTemp)?.child("PHOTO");
  const text = photo?.childText("BINVAL")?.replace(/\s/g, "") ?? "";
  const type = photo?.childText("TYPE") ?? "image/png";
  const isPicture = /^image\/(?:png|jpeg|webp|gif)$/.test(type) && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isPicture && text.length <= LONGEST_PICTURE ? `data:${type};base64,${text}` : undefined;
}

/** XEP-0486 §3.2; `undefined` takes it away. */
export async function putPicture(context: Context, room: string, picture: string | undefined): Promise<void> {
  const [, type = "", text = ""] = /^data:([^;]+);base64,(.+)$/.exec(picture ?? "") ?? [];
  const photo = xml(
    "PHOTO",
    NS.vcardTemp,
    null,
    xml("TYPE", NS.vcardTemp, null, type),
    xml("BINVAL", NS.vcardTemp, null, text),
  );
  await context.request("set", xml("vCard", NS.vcardTemp, null, picture ? photo : undefined), room);
}

/** Changes what is named of the room's configuration, as far as the room knows it (XEP-0045 §10.1.3, §10.2). */
export async function configure(
  context: Context,
  room: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const result = await context.request("get", xml("query", NS.mucOwner), room);
  const x = result.child("query", NS.mucOwner)?.child("x", NS.dataForms);
  const offered = new Set(x && parseDataForm(x).fields.map(({ name }) => name));
  const fields = Object.entries(wanted).flatMap(([name, value]) =>
    offered.has(name) ? [{ name, values: [value] }] : [],
  );
  const form: DataForm = { type: "submit", formType: CONFIG, fields };
  await context.request("set", xml("query", NS.mucOwner, null, dataForm(form)), room);
}

/** A team's room: hidden, lasting, for members, who know each other. */
export function teamConfig(name: string): Readonly<Record<string, string>> {
  return {
    "muc#roomconfig_roomname": name,
    "muc#roomconfig_persistentroom": "1",
    "muc#roomconfig_publicroom": "0",
    "muc#roomconfig_membersonly": "1",
    "muc#roomconfig_whois": "anyone",
    "muc#roomconfig_allowinvites": "1",
    "{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites": "1",
    "muc#roomconfig_enablearchiving": "1",
    mam: "1",
  };
}

/** The domain at which our server has its rooms (XEP-0045 §6.1). */
export async function findService(context: Context, domain: string): Promise<string> {
  const result = await context.request("get", xml("query", NS.discoItems), domain);
  const items = result.child("query", NS.discoItems)?.elements() ?? [];
  const addresses = items.flatMap((item) => item.attr("jid") ?? []).filter((jid) => !jid.includes("@"));
  const checks = addresses.map(async (jid) => ((await isConference(context, jid)) ? jid : undefined));
  const found = (await Promise.all(checks)).find((jid) => jid !== undefined);
  return found ?? `conference.${domain}`;
}

async function isConference(context: Context, domain: string): Promise<boolean> {
  const result = await context.request("get", xml("query", NS.discoInfo), domain).catch(() => undefined);
  const children: readonly Element[] = result?.child("query", NS.discoInfo)?.elements() ?? [];
  const isRooms = children.some(
    (child) => child.name === "identity" && child.attr("category") === "conference" && child.attr("type") === "text",
  );
  return isRooms && children.some((child) => child.attr("var") === NS.muc);
}
