import {
  type DataForm,
  type FieldType,
  type FormField,
  fieldFlag,
  fieldValue,
  fieldValues,
  StanzaError,
} from "@yonder/protocol";
import type { Role } from "./room.ts";

/** What a room's owner chooses (XEP-0045 §16.5.3). */
export interface RoomConfig {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** Others find it in the list of rooms. */
  readonly isPublic: boolean;
  /** It stays when nobody is in it. */
  readonly isPersistent: boolean;
  readonly isMembersOnly: boolean;
  /** Who may enter reads the archive without doing so: the log of the room is public (§7.2.12). */
  readonly isLogged: boolean;
  readonly isModerated: boolean;
  /** Who may learn the occupants' real addresses. */
  readonly whois: "anyone" | "moderators";
  /** Empty: none is needed. */
  readonly password: string;
  /** Everybody who may speak may change the subject. */
  readonly canChangeSubject: boolean;
  /** Members may invite to a members-only room, and make members of whom they invite. */
  readonly canInvite: boolean;
  readonly privateMessages: "anyone" | "participants" | "moderators" | "none";
  /** Roles whose presence is shown to others. */
  readonly shownRoles: readonly Role[];
  readonly maxUsers: number;
  /** Messages that somebody gets on entering, unless they want fewer. */
  readonly historyLength: number;
}

/** Occupants a room can have, whatever its owner says. */
const MOST_USERS = 5_000;
/** Messages on entering, whatever the owner says. */
export const MOST_HISTORY = 100;
/** Characters of a title, a language or a password, and of a description. */
const LONGEST_TEXT = 256;
const LONGEST_DESCRIPTION = 2_048;

const ROLES: readonly Role[] = ["moderator", "participant", "visitor"];
const LISTENERS = ["anyone", "participants", "moderators", "none"] as const;
const WHOIS = ["moderators", "anyone"] as const;
const USERS = ["10", "50", "200", "1000", String(MOST_USERS)];

/** A room stays until it is destroyed, and others find it; what is said in it is for those who are there. Whoever wants less or more asks for it. */
export const defaultConfig: RoomConfig = {
  title: "",
  description: "",
  language: "",
  isPublic: true,
  isPersistent: true,
  isMembersOnly: false,
  isLogged: false,
  isModerated: false,
  whois: "moderators",
  password: "",
  canChangeSubject: false,
  canInvite: false,
  privateMessages: "anyone",
  shownRoles: ROLES,
  maxUsers: 1_000,
  historyLength: 20,
};

export const CONFIG_FORM = "http://jabber.org/protocol/muc#roomconfig";

/** The form in which an owner changes the configuration (§10.1.3). */
export function configForm(
  config: RoomConfig,
  title: string,
  admins: readonly string[],
  owners: readonly string[],
): DataForm {
  const c = config;
  return {
    type: "form",
    formType: CONFIG_FORM,
    title,
    fields: [
      field("muc#roomconfig_roomname", "text-single", "Name", c.title),
      field("muc#roomconfig_roomdesc", "text-single", "Description", c.description),
      field("muc#roomconfig_lang", "text-single", "Language", c.language),
      flag("muc#roomconfig_persistentroom", "Keep the room when nobody is in it", c.isPersistent),
      flag("muc#roomconfig_publicroom", "Show the room in the list of rooms", c.isPublic),
      flag("muc#roomconfig_membersonly", "Only members may enter", c.isMembersOnly),
      flag("muc#roomconfig_enablelogging", "Who may enter reads the archive without entering", c.isLogged),
      flag("muc#roomconfig_moderatedroom", "Only those with voice may speak", c.isModerated),
      flag("muc#roomconfig_passwordprotectedroom", "A password is needed to enter", c.password !== ""),
      field("muc#roomconfig_roomsecret", "text-private", "Password", c.password),
      choice("muc#roomconfig_whois", "Who may learn real addresses", c.whois, WHOIS),
      flag("muc#roomconfig_changesubject", "Occupants may change the subject", c.canChangeSubject),
      flag("muc#roomconfig_allowinvites", "Members may invite others", c.canInvite),
      choice("muc#roomconfig_allowpm", "Who may send private messages", c.privateMessages, LISTENERS),
      {
        ...choice("muc#roomconfig_presencebroadcast", "Roles whose presence is shown", "", ROLES),
        type: "list-multi",
        values: c.shownRoles,
      },
      choice("muc#roomconfig_maxusers", "Most occupants", String(c.maxUsers), withValue(USERS, String(c.maxUsers))),
      field("muc#maxhistoryfetch", "text-single", "Messages shown on entering", String(c.historyLength)),
      { name: "muc#roomconfig_roomadmins", type: "jid-multi", label: "Administrators", values: admins },
      { name: "muc#roomconfig_roomowners", type: "jid-multi", label: "Owners", values: owners },
    ],
  };
}

/** The configuration with what a submitted form changes. Throws StanzaError `not-acceptable` for what a room cannot be (§10.1.3). */
export function submitted(config: RoomConfig, form: DataForm): RoomConfig {
  const isSaid = (name: string) => form.fields.some((f) => f.name === name);
  const text = (name: string, before: string, most = LONGEST_TEXT) => {
    const value = isSaid(name) ? (fieldValue(form, name) ?? "") : before;
    if (value.length > most) throw new StanzaError("not-acceptable", `${name} is too long.`);
    return value;
  };
  const isOn = (name: string, before: boolean) => fieldFlag(form, name) ?? before;
  return {
    title: text("muc#roomconfig_roomname", config.title),
    description: text("muc#roomconfig_roomdesc", config.description, LONGEST_DESCRIPTION),
    language: text("muc#roomconfig_lang", config.language),
    isPersistent: isOn("muc#roomconfig_persistentroom", config.isPersistent),
    isPublic: isOn("muc#roomconfig_publicroom", config.isPublic),
    isMembersOnly: isOn("muc#roomconfig_membersonly", config.isMembersOnly),
    isLogged: isOn("muc#roomconfig_enablelogging", config.isLogged),
    isModerated: isOn("muc#roomconfig_moderatedroom", config.isModerated),
    password: passwordOf(form, config.password, text("muc#roomconfig_roomsecret", config.password)),
    whois: oneOf(form, "muc#roomconfig_whois", WHOIS, config.whois),
    canChangeSubject: isOn("muc#roomconfig_changesubject", config.canChangeSubject),
    canInvite: isOn("muc#roomconfig_allowinvites", config.canInvite),
    privateMessages: oneOf(form, "muc#roomconfig_allowpm", LISTENERS, config.privateMessages),
    shownRoles: isSaid("muc#roomconfig_presencebroadcast")
      ? ROLES.filter((role) => fieldValues(form, "muc#roomconfig_presencebroadcast").includes(role))
      : config.shownRoles,
    maxUsers: number(form, "muc#roomconfig_maxusers", config.maxUsers, 1, MOST_USERS),
    historyLength: number(form, "muc#maxhistoryfetch", config.historyLength, 0, MOST_HISTORY),
  };
}

/** A room with a password that is blank cannot be; without a word about it, one that is given counts. */
function passwordOf(form: DataForm, before: string, secret: string): string {
  const isProtected = fieldFlag(form, "muc#roomconfig_passwordprotectedroom") ?? secret !== "";
  if (!isProtected) return "";
  if (secret === "" && before === "") throw new StanzaError("not-acceptable", "The password is missing.");
  return secret === "" ? before : secret;
}

function oneOf<T extends string>(form: DataForm, name: string, known: readonly T[], before: T): T {
  const value = fieldValue(form, name);
  if (value === undefined) return before;
  const found = known.find((one) => one === value);
  if (!found) throw new StanzaError("not-acceptable", `${name} cannot be ${value}.`);
  return found;
}

/** "none", and none at all, stand for as many as there can be. */
function number(form: DataForm, name: string, before: number, least: number, most: number): number {
  const field = form.fields.find((f) => f.name === name);
  if (!field) return before;
  const text = field.values[0] ?? "";
  if (text === "" || text === "none" || text === "0") return text === "0" && least === 0 ? 0 : most;
  if (!/^\d{1,9}$/.test(text)) throw new StanzaError("not-acceptable", `${name} is not a number.`);
  return Math.min(Math.max(Number(text), least), most);
}

function field(name: string, type: FieldType, label: string, value: string): FormField {
  return { name, type, label, values: value === "" ? [] : [value] };
}

function flag(name: string, label: string, value: boolean): FormField {
  return { name, type: "boolean", label, values: [value ? "1" : "0"] };
}

function choice(name: string, label: string, value: string, known: readonly string[]): FormField {
  return { name, type: "list-single", label, values: [value], options: known.map((one) => ({ value: one })) };
}

function withValue(known: readonly string[], value: string): readonly string[] {
  return known.includes(value) ? known : [...known, value];
}
