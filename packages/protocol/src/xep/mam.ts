import { StanzaError } from "../errors.ts";
import { Jid } from "../jid/jid.ts";
import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { type DataForm, dataForm, type FormField, parseDataForm } from "./data-form.ts";
import { formatDateTime, parseDateTime } from "./datetime.ts";
import { forwarded, forwardedIn } from "./forward.ts";
import { type RsmRequest, type RsmResult, rsmRequest, rsmRequestIn, rsmResult, rsmResultIn } from "./rsm.ts";

/** What is asked of an archive (XEP-0313 §4). */
export interface MamQuery {
  readonly queryId?: string | undefined;
  readonly node?: string | undefined;
  readonly with?: Jid | undefined;
  readonly start?: Date | undefined;
  readonly end?: Date | undefined;
  readonly beforeId?: string | undefined;
  readonly afterId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly includesGroupchat?: boolean | undefined;
  /** Words that messages must have (XEP-0431). */
  readonly text?: string | undefined;
  /** The page's messages newest first (§4.4.3). */
  readonly isFlipped?: boolean | undefined;
  readonly page?: RsmRequest | undefined;
}

/** One message out of an archive. */
export interface MamResult {
  readonly id: string;
  readonly queryId?: string | undefined;
  readonly stamp: Date;
  readonly stanza: Element;
}

/** How a query ended. */
export interface MamFin {
  /** No further page follows. */
  readonly isComplete: boolean;
  /** Set to false when messages may come or go between pages. */
  readonly isStable: boolean;
  readonly page: RsmResult;
}

export function mamQuery(query: MamQuery): Element {
  const fields = queryFields(query);
  const form = fields.length === 0 ? undefined : dataForm({ type: "submit", formType: NS.mam, fields });
  const flip = query.isFlipped === true ? xml("flip-page", NS.mam) : undefined;
  return xml(
    "query",
    NS.mam,
    { queryid: query.queryId, node: query.node },
    form,
    query.page && rsmRequest(query.page),
    flip,
  );
}

/** Reads a query; throws StanzaError bad-request, or feature-not-implemented for a field unknown (§4.1.5). */
export function parseMamQuery(query: Element): MamQuery {
  const x = query.child("x", NS.dataForms);
  const form = x === undefined ? undefined : checkedForm(parseDataForm(x));
  return {
    queryId: query.attr("queryid"),
    node: query.attr("node"),
    with: jid(value(form, "with")),
    start: moment(value(form, "start")),
    end: moment(value(form, "end")),
    beforeId: value(form, "before-id"),
    afterId: value(form, "after-id"),
    ids: form?.fields.find((f) => f.name === "ids")?.values,
    includesGroupchat: flag(value(form, "include-groupchat")),
    text: value(form, FULL_TEXT),
    isFlipped: query.child("flip-page") !== undefined,
    page: rsmRequestIn(query),
  };
}

/** The form of all fields that can be asked for (§4.1.5). */
export function mamForm(): Element {
  const validate = xml("validate", NS.validate, { datatype: "xs:string" }, xml("open", NS.validate));
  const fields = Object.entries(FIELDS).map(
    ([name, type]): FormField => ({ name, type, values: [], ...(name === "ids" && { extra: validate }) }),
  );
  return dataForm({ type: "form", formType: NS.mam, fields });
}

/** `<result/>`, for a message to whoever asked. */
export function mamResult({ id, queryId, stamp, stanza }: MamResult): Element {
  return xml("result", NS.mam, { queryid: queryId, id }, forwarded(stanza, stamp));
}

/** The result in a message; its sender must be the archive asked (§8), which the caller checks. */
export function mamResultOf(message: Element): MamResult | undefined {
  const result = message.child("result", NS.mam);
  const inner = result && forwardedIn(result);
  const id = result?.attr("id");
  if (inner?.stamp === undefined || id === undefined) return undefined;
  return { id, queryId: result?.attr("queryid"), stamp: inner.stamp, stanza: inner.stanza };
}

export function mamFin({ isComplete, isStable, page }: MamFin): Element {
  const attrs = { complete: isComplete ? "true" : undefined, stable: isStable ? undefined : "false" };
  return xml("fin", NS.mam, attrs, rsmResult(page));
}

/** Reads the `<fin/>` of a result. */
export function parseMamFin(fin: Element): MamFin {
  return {
    isComplete: isTrue(fin.attr("complete")),
    isStable: !isFalse(fin.attr("stable")),
    page: rsmResultIn(fin) ?? {},
  };
}

/** The words that messages must have (XEP-0431 §3.1). */
const FULL_TEXT = "{urn:xmpp:fulltext:0}fulltext";

const FIELDS = {
  with: "jid-single",
  start: "text-single",
  end: "text-single",
  "before-id": "text-single",
  "after-id": "text-single",
  ids: "list-multi",
  "include-groupchat": "boolean",
  [FULL_TEXT]: "text-single",
} as const;

function queryFields(query: MamQuery): FormField[] {
  const values = {
    with: query.with?.toString(),
    start: query.start && formatDateTime(query.start),
    end: query.end && formatDateTime(query.end),
    "before-id": query.beforeId,
    "after-id": query.afterId,
    "include-groupchat": query.includesGroupchat?.toString(),
    [FULL_TEXT]: query.text,
  };
  const single = Object.entries(values).flatMap(([name, v]) => (v === undefined ? [] : [{ name, values: [v] }]));
  return query.ids === undefined ? single : [...single, { name: "ids", values: query.ids }];
}

function checkedForm(form: DataForm): DataForm {
  if (form.type !== "submit" || form.formType !== NS.mam)
    throw new StanzaError("bad-request", "Not a form of this archive");
  const unknown = form.fields.find((f) => f.name === undefined || !Object.hasOwn(FIELDS, f.name));
  if (unknown !== undefined) throw new StanzaError("feature-not-implemented", `Unknown field ${unknown.name}`);
  return form;
}

/** An empty value stands for none. */
function value(form: DataForm | undefined, name: keyof typeof FIELDS): string | undefined {
  return form?.fields.find((f) => f.name === name)?.values[0] || undefined;
}

function jid(text: string | undefined): Jid | undefined {
  const parsed = text === undefined ? undefined : Jid.tryParse(text);
  if (text !== undefined && parsed === undefined) throw new StanzaError("bad-request", "with is not an address");
  return parsed;
}

function moment(text: string | undefined): Date | undefined {
  const parsed = text === undefined ? undefined : parseDateTime(text);
  if (text !== undefined && parsed === undefined)
    throw new StanzaError("bad-request", "start or end is not a date and time");
  return parsed;
}

function flag(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : isTrue(text);
}

function isTrue(text: string | undefined): boolean {
  return text === "true" || text === "1";
}

function isFalse(text: string | undefined): boolean {
  return text === "false" || text === "0";
}
