import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

export type FormType = "form" | "submit" | "cancel" | "result";

export type FieldType =
  | "boolean"
  | "fixed"
  | "hidden"
  | "jid-multi"
  | "jid-single"
  | "list-multi"
  | "list-single"
  | "text-multi"
  | "text-private"
  | "text-single";

/** XEP-0004 §3.2 */
export interface FormField {
  /** Absent for type "fixed" only. */
  readonly name?: string | undefined;
  readonly type?: FieldType | undefined;
  readonly values: readonly string[];
  readonly label?: string | undefined;
  readonly description?: string | undefined;
  readonly isRequired?: boolean;
  readonly options?: readonly { readonly value: string; readonly label?: string | undefined }[];
  /** Anything else inside, such as XEP-0122's <validate/>. */
  readonly extra?: Element | undefined;
}

/** A data form (XEP-0004), without the tables of §3.4. */
export interface DataForm {
  readonly type: FormType;
  /** The value of the hidden field FORM_TYPE (XEP-0068), which is not among `fields`. */
  readonly formType?: string | undefined;
  readonly title?: string | undefined;
  readonly instructions?: string | undefined;
  readonly fields: readonly FormField[];
}

export function dataForm(form: DataForm): Element {
  const formType: FormField | undefined =
    form.formType === undefined ? undefined : { name: "FORM_TYPE", type: "hidden", values: [form.formType] };
  const fields = formType === undefined ? form.fields : [formType, ...form.fields];
  return xml(
    "x",
    NS.dataForms,
    { type: form.type },
    text("title", form.title),
    text("instructions", form.instructions),
    ...fields.map(field),
  );
}

/** The form inside an element, of that FORM_TYPE if one is given. */
export function dataFormIn(e: Element, formType?: string): DataForm | undefined {
  for (const x of e.elements()) {
    const form = x.is("x", NS.dataForms) ? parseDataForm(x) : undefined;
    if (form !== undefined && (formType === undefined || form.formType === formType)) return form;
  }
  return undefined;
}

/** Reads `<x xmlns='jabber:x:data'/>`; a type unknown reads as "form", as if it were absent. */
export function parseDataForm(x: Element): DataForm {
  const all = x
    .elements()
    .filter((e) => e.is("field", NS.dataForms))
    .map(parseField);
  const type = FORM_TYPES.find((known) => known === x.attr("type")) ?? "form";
  const formType = formTypeOf(all, type);
  const instructions = x
    .elements()
    .filter((e) => e.is("instructions", NS.dataForms))
    .map((e) => e.text);
  return {
    type,
    formType,
    title: x.childText("title"),
    instructions: instructions.length === 0 ? undefined : instructions.join("\n"),
    fields: formType === undefined ? all : all.filter((f) => f.name !== "FORM_TYPE"),
  };
}

/** Two different values make it no FORM_TYPE; it must be hidden, except in a submission (XEP-0068 §3.1). */
function formTypeOf(fields: readonly FormField[], type: FormType): string | undefined {
  const found = fields.find((f) => f.name === "FORM_TYPE" && (f.type === "hidden" || type === "submit"));
  return found !== undefined && new Set(found.values).size === 1 ? found.values[0] : undefined;
}

/** The first value of a field. */
export function fieldValue(form: DataForm, name: string): string | undefined {
  return form.fields.find((f) => f.name === name)?.values[0];
}

/** All values of a field; none if it is absent. */
export function fieldValues(form: DataForm, name: string): readonly string[] {
  return form.fields.find((f) => f.name === name)?.values ?? [];
}

/** What a boolean field says ("1", "true", "0", "false"); `undefined` for anything else. */
export function fieldFlag(form: DataForm, name: string): boolean | undefined {
  const value = fieldValue(form, name);
  if (value === "1" || value === "true") return true;
  return value === "0" || value === "false" ? false : undefined;
}

const FORM_TYPES: readonly FormType[] = ["form", "submit", "cancel", "result"];
const FIELD_TYPES: readonly FieldType[] = [
  "boolean",
  "fixed",
  "hidden",
  "jid-multi",
  "jid-single",
  "list-multi",
  "list-single",
  "text-multi",
  "text-private",
  "text-single",
];

function field(f: FormField): Element {
  return xml(
    "field",
    NS.dataForms,
    { var: f.name, type: f.type, label: f.label },
    text("desc", f.description),
    f.isRequired === true ? xml("required", NS.dataForms) : undefined,
    ...f.values.map((value) => xml("value", NS.dataForms, null, value)),
    ...(f.options ?? []).map((option) =>
      xml("option", NS.dataForms, { label: option.label }, text("value", option.value)),
    ),
    f.extra,
  );
}

function parseField(e: Element): FormField {
  const children = e.elements();
  const options = children.filter((c) => c.is("option", NS.dataForms));
  return {
    name: e.attr("var"),
    type: FIELD_TYPES.find((known) => known === e.attr("type")),
    values: children.filter((c) => c.is("value", NS.dataForms)).map((c) => c.text),
    label: e.attr("label"),
    description: e.childText("desc"),
    isRequired: e.child("required") !== undefined,
    options: options.map((c) => ({ value: c.childText("value") ?? "", label: c.attr("label") })),
    extra: children.find((c) => c.ns !== NS.dataForms),
  };
}

function text(name: string, value: string | undefined): Element | undefined {
  return value === undefined ? undefined : xml(name, NS.dataForms, null, value);
}
