import { compliance } from "./compliance.ts";
import { addressOf, linked, type Spoken } from "./specifications.ts";

/** docs/xeps.md: what is spoken, the feature to switch off where one speaks it, and how much of the compliance suites that is. */
export function specificationsPage(all: readonly Spoken[]): string {
  return `# Specifications

What Yonder's server speaks. A feature can be switched off under its name (see [configuration](configuration.md)); what has none
is part of the streams and of the router. [yonder.doap](yonder.doap) says the same to programs.

| Specification | Title | Version | Feature |
|---|---|---|---|
${all.map(row).join("\n")}

## Compliance

[XEP-0479](https://xmpp.org/extensions/xep-0479.html), XMPP Compliance Suites 2023, for an Advanced Server. There are no connections to other
servers yet. A line is ticked when each of its specifications is spoken, by the files linked, and played by [conformance scripts](../test/conformance),
or what else is linked.

| | Suite | Feature | Specification | Where | Played by |
|---|---|---|---|---|---|
${compliance(all).map(complianceRow).join("\n")}
`;
}

/** docs/yonder.doap: what the project is and implements, in the form that xmpp.org reads. */
export function doap(all: readonly Spoken[]): string {
  const xeps = all.filter(({ specification }) => specification.startsWith("XEP-"));
  const rfcs = all.filter(({ specification }) => specification.startsWith("RFC "));
  return `<?xml version='1.0' encoding='UTF-8'?>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://usefulinc.com/ns/doap#' xmlns:xmpp='https://linkmauve.fr/ns/xmpp-doap#'>
  <Project>
    <name>Yonder</name>
    <shortdesc xml:lang='en'>XMPP server with a web app, on one node or many</shortdesc>
    <programming-language>TypeScript</programming-language>
    <os>Linux</os>
    <os>macOS</os>
    <license rdf:resource='https://www.apache.org/licenses/LICENSE-2.0'/>
    <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-server'/>
${rfcs.map(({ specification }) => `    <implements rdf:resource='${addressOf(specification)}'/>`).join("\n")}
${xeps.map(supported).join("\n")}
  </Project>
</rdf:RDF>
`;
}

function row({ specification, title, version = "", features }: Spoken): string {
  const names = features.map((name) => `\`${name}\``).join(", ");
  return `| ${linked(specification)} | ${title} | ${version} | ${names} |`;
}

function complianceRow({ isMet, suite, feature, specifications }: ReturnType<typeof compliance>[number]): string {
  const names = specifications.map(({ specification }) => linked(specification)).join(", ");
  const files = specifications.flatMap(({ spoken }) => spoken?.files ?? []);
  const scripts = specifications.flatMap(({ spoken }) => spoken?.scripts ?? []);
  return `| ${isMet ? "✓" : "✗"} | ${suite} | ${feature} | ${names} | ${fileLinks(files)} | ${fileLinks(scripts)} |`;
}

function fileLinks(paths: readonly string[]): string {
  return [...new Set(paths)].map((path) => `[${path.split("/").at(-1)}](../${path})`).join(", ");
}

function supported({ specification, version, features }: Spoken): string {
  const note = features.length === 0 ? "" : `<xmpp:note xml:lang='en'>${features.join(", ")}</xmpp:note>`;
  return `    <implements>
      <xmpp:SupportedXep>
        <xmpp:xep rdf:resource='${addressOf(specification)}'/>
        <xmpp:status>${PARTIAL.has(specification) ? "partial" : "complete"}</xmpp:status>
        <xmpp:version>${version}</xmpp:version>${note && `\n        ${note}`}
      </xmpp:SupportedXep>
    </implements>`;
}

/** Those of which a server such as this one speaks a part. */
const PARTIAL: ReadonlySet<string> = new Set(["XEP-0060", "XEP-0133"]);
