import { utf8 } from "./base64.ts";

/** What a server offered before a login, as the client sees it unless somebody in between changed it. */
export interface Offered {
  /** Names of the mechanisms, of the profile that is used (SASL or SASL2). */
  readonly mechanisms: readonly string[];
  /** Channel-binding types (XEP-0440); undefined: they were not told. */
  readonly bindings: readonly string[] | undefined;
}

const BETWEEN_NAMES = "\u001e";
const BETWEEN_LISTS = "\u001f";

/** What both ends hash to notice that a better mechanism was hidden (XEP-0474 §6.1). */
export function offeredBytes({ mechanisms, bindings }: Offered): Uint8Array {
  const lists = bindings === undefined ? [mechanisms] : [mechanisms, bindings];
  return utf8(lists.map((names) => names.toSorted().join(BETWEEN_NAMES)).join(BETWEEN_LISTS));
}
