import type { Feature, Specification } from "./feature.ts";

/** docs/xeps.md: what is spoken, and the feature to switch off where one speaks it. */
export function specificationsPage(features: readonly Feature[]): string {
  const rows = [...features.flatMap(rowsOf), ...BENEATH].toSorted((a, b) => compare(a.specification, b.specification));
  return `# Specifications

What Yonder's server speaks. A feature can be switched off under its name (see [configuration](configuration.md)); what has none
is part of the streams and of the router.

| Specification | Title | Feature |
|---|---|---|
${rows.map(({ specification, feature }) => `| ${linked(specification)} | ${titleOf(specification)} | ${feature} |`).join("\n")}
`;
}

interface Row {
  readonly specification: Specification;
  readonly feature: string;
}

function rowsOf({ name, specification = [] }: Feature): Row[] {
  return [specification].flat().map((it) => ({ specification: it, feature: `\`${name}\`` }));
}

/** What no feature speaks, since everything stands on it. */
const BENEATH: readonly Row[] = (
  [
    ...(["RFC 6120", "RFC 7622", "RFC 7395", "RFC 5802", "RFC 7677"] as const),
    ...(["XEP-0124", "XEP-0156", "XEP-0198", "XEP-0203", "XEP-0206", "XEP-0297", "XEP-0334"] as const),
  ] as const
).map((specification) => ({ specification, feature: "" }));

const TITLES: Readonly<Record<string, string>> = {
  "RFC 5802": "SCRAM-SHA-1",
  "RFC 6120": "XMPP: Core",
  "RFC 6121": "XMPP: Instant Messaging and Presence",
  "RFC 7395": "XMPP over WebSocket",
  "RFC 7622": "XMPP: Address Format",
  "RFC 7677": "SCRAM-SHA-256",
  "XEP-0030": "Service Discovery",
  "XEP-0050": "Ad-Hoc Commands",
  "XEP-0059": "Result Set Management",
  "XEP-0077": "In-Band Registration",
  "XEP-0092": "Software Version",
  "XEP-0114": "Jabber Component Protocol",
  "XEP-0115": "Entity Capabilities",
  "XEP-0124": "Bidirectional-streams Over Synchronous HTTP (BOSH)",
  "XEP-0128": "Service Discovery Extensions",
  "XEP-0156": "Discovering Alternative XMPP Connection Methods",
  "XEP-0157": "Contact Addresses for XMPP Services",
  "XEP-0198": "Stream Management",
  "XEP-0199": "XMPP Ping",
  "XEP-0202": "Entity Time",
  "XEP-0203": "Delayed Delivery",
  "XEP-0206": "XMPP Over BOSH",
  "XEP-0280": "Message Carbons",
  "XEP-0297": "Stanza Forwarding",
  "XEP-0313": "Message Archive Management",
  "XEP-0334": "Message Processing Hints",
  "XEP-0359": "Unique and Stable Stanza IDs",
  "XEP-0363": "HTTP File Upload",
  "XEP-0401": "Ad-hoc Account Invitation Generation",
  "XEP-0441": "Message Archive Management Preferences",
  "XEP-0445": "Pre-Authenticated In-Band Registration",
  "urn:yonder:outcome:0": "Message Outcomes",
};

function titleOf(specification: Specification): string {
  const title = TITLES[specification];
  if (title === undefined) throw new Error(`${specification} has no title in specifications.ts`);
  return title;
}

function linked(specification: Specification): string {
  const [, xep] = /^XEP-(\d{4})$/.exec(specification) ?? [];
  if (xep) return `[${specification}](https://xmpp.org/extensions/xep-${xep}.html)`;
  const [, rfc] = /^RFC (\d+)$/.exec(specification) ?? [];
  if (rfc) return `[${specification}](https://www.rfc-editor.org/rfc/rfc${rfc})`;
  return `[${specification}](${specification.split(":").at(-2)}.md)`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
