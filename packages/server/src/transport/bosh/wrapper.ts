import { type Element, escapeAttr, NS, type StreamError, serialize, xml } from "@yonder/protocol";
import type { BindingCondition } from "./binding-error.ts";

export type WrapperAttributes = Readonly<Record<string, string | number | undefined>>;

/** A `<body/>` around elements (XEP-0124 §6); stanzas keep their namespace, as XEP-0206 §2 wants it. */
export function wrapper(attributes: WrapperAttributes, payloads: readonly Element[] = []): string {
  let start = `<body xmlns='${NS.bosh}'`;
  if (payloads.some(({ ns }) => ns === NS.stream)) start += ` xmlns:stream='${NS.stream}'`;
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) start += ` ${name}='${escapeAttr(String(value))}'`;
  if (payloads.length === 0) return `${start}/>`;
  return `${start}>${payloads.map((payload) => serialize(payload)).join("")}</body>`;
}

/** The session is over (XEP-0124 §13, §17.2). */
export function terminal(condition?: BindingCondition, payloads?: readonly Element[]): string {
  return wrapper({ type: "terminate", condition }, payloads);
}

export const EMPTY = wrapper({});
/** The same request has come again, and that one will be answered (XEP-0124 §14.3, §17.3). */
export const SUPERSEDED = wrapper({ type: "error" });

/** Whom we do not serve is told by the binding, and so is why nobody is served any more (XEP-0124 §17.2). */
const OF_THE_BINDING: ReadonlyMap<string, BindingCondition> = new Map([
  ["host-gone", "host-gone"],
  ["host-unknown", "host-unknown"],
  ["improper-addressing", "improper-addressing"],
  ["system-shutdown", "system-shutdown"],
]);

/** The last words, behind what was still to be sent. */
export function farewell(
  output: readonly Element[],
  error: StreamError | undefined,
  seeOtherUri: string | undefined,
): string {
  if (seeOtherUri !== undefined) return terminal("see-other-uri", [xml("uri", NS.bosh, null, seeOtherUri)]);
  if (!error) return terminal(undefined, output);
  const condition = OF_THE_BINDING.get(error.condition);
  if (condition) return terminal(condition, output);
  return terminal("remote-stream-error", [...output, error.toElement()]);
}
