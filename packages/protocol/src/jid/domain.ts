import { JidError } from "./jid-error.ts";

// RFC 7622 §3.2: an IPv6 literal in brackets (RFC 6874 zones are not addresses of anyone)
const IPV6 = /^\[[\da-f:.]{2,45}\]$/i;

/** Prepares a domain label by label; IP literals are only lower-cased. Throws JidError. */
export function prepareDomain(text: string, prepareLabel: (label: string) => string): string {
  if (text.startsWith("[")) return prepareLiteral(text);
  // RFC 3490 §3.1: other full stops count as dots
  const labels = text.normalize("NFC").split(/[.\u3002\uff0e\uff61]/);
  return labels.map((label) => checked(prepareLabel(label))).join(".");
}

/** By the URL standard's own parser, which writes it in its one shortest form. */
function prepareLiteral(text: string): string {
  if (!IPV6.test(text)) throw new JidError("not an IP literal");
  try {
    return new URL(`http://${text}/`).hostname;
  } catch (cause) {
    throw new JidError("not an IP literal", { cause });
  }
}

// RFC 1034 §3.1. In its ASCII form, a label of other characters has the prefix "xn--" and at least one byte for each of them.
const MOST_BYTES = 63;

function checked(label: string): string {
  const length = /^[\0-\x7f]*$/.test(label) ? label.length : Array.from(label).length + 4;
  if (label === "" || label.startsWith("-") || label.endsWith("-") || length > MOST_BYTES) {
    throw new JidError("not a domain name");
  }
  return label;
}
