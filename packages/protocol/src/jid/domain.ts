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

function prepareLiteral(text: string): string {
  if (!IPV6.test(text)) throw new JidError("not an IP literal");
  return text.toLowerCase();
}

function checked(label: string): string {
  if (label === "" || label.startsWith("-") || label.endsWith("-") || new TextEncoder().encode(label).length > 63) {
    throw new JidError("not a domain name");
  }
  return label;
}
