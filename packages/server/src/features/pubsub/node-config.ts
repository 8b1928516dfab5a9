import { type DataForm, type FieldType, type FormField, type FormType, StanzaError } from "@yonder/protocol";
import type { NodeConfig } from "../../store/pubsub.ts";
import { refusal } from "./refusals.ts";

export const NODE_CONFIG_FORM = "http://jabber.org/protocol/pubsub#node_config";
/** Items of one node, whatever it is configured for; what "max" stands for. */
export const MAX_ITEMS = 10_000;
/** Bytes of one payload, whatever the node is configured for. */
export const MAX_PAYLOAD = 196_608;
/** Bytes of one value, as a title or a roster group. */
const MAX_TEXT = 1_024;
const MAX_GROUPS = 100;

/** As XEP-0163 §5 wants it, for a node of an account; others can but see it. */
export const accountDefaults: NodeConfig = {
  title: "",
  description: "",
  type: "",
  accessModel: "presence",
  rosterGroups: [],
  publishModel: "publishers",
  persistsItems: true,
  maxItems: 1,
  itemExpire: "max",
  maxPayloadSize: MAX_PAYLOAD,
  whenFull: "retract-oldest",
  sendsLastItem: "on_sub_and_presence",
  notifies: true,
  deliversPayloads: true,
  notifiesOfConfig: false,
  notifiesOfDeletion: true,
  notifiesOfRetraction: true,
  notifiesOfSubscribers: false,
  notificationType: "headline",
  takesSubscriptions: true,
};

/** For a node of a service. */
export const serviceDefaults: NodeConfig = {
  ...accountDefaults,
  accessModel: "open",
  maxItems: "max",
  sendsLastItem: "on_sub",
};

interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly options?: readonly string[];
}

/** XEP-0060 §16.4.4, by what they are here. */
const FIELDS: { readonly [K in keyof NodeConfig]: Field } = {
  title: field("title", "text-single", "A short name for the node"),
  description: field("description", "text-single", "A description of the node"),
  type: field("type", "text-single", "What kind of payload there is at the node"),
  accessModel: list("access_model", "Who may subscribe and read", [
    ...["open", "presence", "roster", "authorize", "whitelist"],
  ]),
  rosterGroups: field("roster_groups_allowed", "list-multi", "Roster groups that may subscribe and read"),
  publishModel: list("publish_model", "Who may publish", ["publishers", "subscribers", "open"]),
  persistsItems: flag("persist_items", "Keep items"),
  maxItems: field("max_items", "text-single", "How many items are kept; max: as many as the server keeps"),
  itemExpire: field("item_expire", "text-single", "Seconds after which items go; max: never"),
  maxPayloadSize: field("max_payload_size", "text-single", "Bytes of the largest payload"),
  whenFull: list("publish_node_full", "What happens to a new item when the node is full", [
    ...["retract-oldest", "discard-oldest", "reject"],
  ]),
  sendsLastItem: list("send_last_published_item", "When the last item is sent", [
    ...["never", "on_sub", "on_sub_and_presence"],
  ]),
  notifies: flag("deliver_notifications", "Notify subscribers"),
  deliversPayloads: flag("deliver_payloads", "Notify with payloads"),
  notifiesOfConfig: flag("notify_config", "Notify of a new configuration"),
  notifiesOfDeletion: flag("notify_delete", "Notify when the node is deleted"),
  notifiesOfRetraction: flag("notify_retract", "Notify when items are removed"),
  notifiesOfSubscribers: flag("notify_sub", "Notify owners of subscribers who come and go"),
  notificationType: list("notification_type", "What kind of message notifications are", ["normal", "headline"]),
  takesSubscriptions: flag("subscribe", "Allow subscriptions"),
};
const KEYS = Object.keys(FIELDS) as (keyof NodeConfig)[];

/** How many items the node keeps. */
export function capacityOf({ persistsItems, maxItems }: NodeConfig): number {
  if (!persistsItems) return 0;
  return maxItems === "max" ? MAX_ITEMS : Math.min(maxItems, MAX_ITEMS);
}

/** Items published before this are over. */
export function expiryOf({ itemExpire }: NodeConfig, now: number): Date | undefined {
  return itemExpire === "max" || itemExpire === 0 ? undefined : new Date(now - itemExpire * 1_000);
}

/** The configuration as a form to fill in, or to look at. */
export function configForm(config: NodeConfig, type: FormType): DataForm {
  return { type, formType: NODE_CONFIG_FORM, fields: KEYS.map((key) => formField(key, config[key], type)) };
}

/** What everybody who may read a node may know of it (§5.4). */
export function metadataFields(config: NodeConfig): FormField[] {
  const shown: (keyof NodeConfig)[] = ["title", "description", "type", "accessModel", "publishModel", "maxItems"];
  return shown.map((key) => formField(key, config[key], "result"));
}

/**
 * The configuration with what a submitted form changes in it; fields that nobody knows here are left aside.
 * @throws StanzaError for a value that cannot be
 */
export function configured(config: NodeConfig, form: DataForm): NodeConfig {
  const changes: Record<string, unknown> = {};
  for (const { name, values } of form.fields) {
    const key = keyOf(name);
    if (key !== undefined) changes[key] = parsedValue(key, values);
  }
  return { ...config, ...(changes as Partial<NodeConfig>) };
}

/**
 * §7.1.5: whether the node is configured as a publisher wants it.
 * @throws StanzaError for a field that nobody knows here, or a value that cannot be
 */
export function meets(config: NodeConfig, form: DataForm): boolean {
  if (form.fields.some(({ name }) => keyOf(name) === undefined)) throw refusal("conflict", "precondition-not-met");
  const wanted = configured(config, form);
  return KEYS.every((key) => String(wanted[key]) === String(config[key]));
}

function keyOf(name: string | undefined): keyof NodeConfig | undefined {
  return KEYS.find((key) => FIELDS[key].name === name);
}

function formField(key: keyof NodeConfig, value: NodeConfig[keyof NodeConfig], type: FormType): FormField {
  const { name, type: fieldType, label, options = [] } = FIELDS[key];
  const values = typeof value === "object" ? value : [textOf(value)].filter((text) => text !== "");
  const choices = options.map((option) => ({ value: option }));
  return { name, type: fieldType, label, values, ...(type === "form" && { options: choices }) };
}

function textOf(value: string | number | boolean): string {
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}

function parsedValue(key: keyof NodeConfig, values: readonly string[]): unknown {
  const { type, options } = FIELDS[key];
  const value = values[0] ?? "";
  if (type === "list-multi") return groups(values);
  if (type === "boolean") return flagValue(value);
  if (options) return chosen(key, options, value);
  if (key === "maxItems" || key === "itemExpire") return value === "max" ? "max" : number(value);
  if (key === "maxPayloadSize") return number(value);
  return text(value);
}

function groups(values: readonly string[]): readonly string[] {
  if (values.length > MAX_GROUPS) throw refusal("not-acceptable", "invalid-options");
  return values.map(text);
}

function flagValue(value: string): boolean {
  if (value === "1" || value === "true") return true;
  if (value === "0" || value === "false") return false;
  throw refusal("not-acceptable", "invalid-options");
}

function chosen(key: keyof NodeConfig, options: readonly string[], value: string): string {
  if (options.includes(value)) return value;
  if (key === "accessModel") throw refusal("not-acceptable", "unsupported-access-model");
  throw refusal("not-acceptable", "invalid-options");
}

function number(value: string): number {
  const parsed = /^\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
  if (parsed === undefined) throw refusal("not-acceptable", "invalid-options");
  return parsed;
}

function text(value: string): string {
  if (Buffer.byteLength(value) > MAX_TEXT) throw new StanzaError("not-acceptable", "This is too long.");
  return value;
}

function field(name: string, type: FieldType, label: string): Field {
  return { name: `pubsub#${name}`, type, label };
}

function flag(name: string, label: string): Field {
  return field(name, "boolean", label);
}

function list(name: string, label: string, options: readonly string[]): Field {
  return { ...field(name, "list-single", label), options };
}
