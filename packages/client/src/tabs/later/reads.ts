import type { DevicesApi } from "../../devices/types.ts";
import type { FilesApi } from "../../files/types.ts";
import type { GroupsApi } from "../../groups/types.ts";
import type { PeopleApi } from "../../people/types.ts";
import type { PastApi } from "../../search/types.ts";
import type { EngineApi, Events } from "../../types.ts";
import type { WorkingsApi } from "../../workings/types.ts";

/** Members of the engine that answer at once: properties, and functions that promise nothing. */
type AtOnce<T, Prefix extends string = ""> = {
  [Name in keyof T & string]: T[Name] extends (...given: never[]) => infer Result
    ? Result extends Promise<unknown>
      ? never
      : undefined extends Result
        ? Extract<Result, object | string | number> extends never
          ? never
          : `${Prefix}${Name}`
        : `${Prefix}${Name}`
    : `${Prefix}${Name}`;
}[keyof T & string];

/** Parts of the engine with members of their own. */
export const ROOMS = ["groups", "files", "people", "devices", "workings", "past", "links"] as const;
/** What a following tab does itself. */
type Own = "on" | "send" | "leads";
export type ReadName =
  | Exclude<AtOnce<EngineApi>, (typeof ROOMS)[number] | Own>
  | AtOnce<GroupsApi, "groups.">
  | AtOnce<PeopleApi, "people.">
  | AtOnce<DevicesApi, "devices.">
  | AtOnce<WorkingsApi, "workings.">
  | AtOnce<PastApi, "past.">
  | Exclude<AtOnce<FilesApi, "files.">, "files.send">;

/**
 * What a following tab reads of the one that leads, and what it says until it knows. All else is passed on as it is: whoever adds to the
 * engine what promises something, or nothing, need not think of tabs; what answers at once stands here.
 */
export const NOTHING_YET: { readonly [Name in ReadName]: unknown } = {
  address: "",
  domain: "",
  connection: { kind: "connecting" },
  contacts: [],
  requests: [],
  conversations: [],
  "groups.invitations": [],
  "people.blocked": [],
  history: [],
  "groups.get": undefined,
  "groups.seenBy": [],
  "past.isAway": false,
  "people.isBlocked": false,
  "people.nameOf": undefined,
  "people.pictureOf": undefined,
  "people.status": "",
};

/** Those of them that are asked with something in hand. */
const FUNCTIONS = /^(?:history|groups\.(?:get|seenBy)|past\.isAway|people\.(?:isBlocked|nameOf|pictureOf))$/;

export function isFunction(name: ReadName): boolean {
  return FUNCTIONS.test(name);
}

export function isRead(name: string): name is ReadName {
  return Object.hasOwn(NOTHING_YET, name);
}

/** Whether what was read may be another after an event. */
export function concerns(event: keyof Events, value: unknown, name: ReadName, of: unknown): boolean {
  const peer = typeof value === "object" ? (value as { readonly peer?: string }).peer : value;
  switch (event) {
    case "contacts":
    case "requests":
      return name === event;
    case "conversation":
      return name === "conversations";
    case "message":
    case "history":
      return (name === "history" || name === "past.isAway") && of === peer;
    case "group":
      return name.startsWith("groups.") && of === peer;
    case "invitations":
      return name === "groups.invitations";
    case "people":
      return name.startsWith("people.");
    case "incoming":
    case "found":
      return false;
    default:
      return true;
  }
}
