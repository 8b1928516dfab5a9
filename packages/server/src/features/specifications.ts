import type { Feature, Specification } from "./feature.ts";
import { specifications } from "./specification-table.ts";

/** What shows that something is there: paths from the repository's root. */
export interface Evidence {
  /** Files of features, with the specifications that they name. */
  readonly files: readonly { readonly path: string; readonly names: readonly string[] }[];
  /** Conformance scripts: `xep-0280-carbons.scs` is one of XEP-0280's. */
  readonly scripts: readonly string[];
}

/** One specification, in the features that speak it. */
export interface Spoken {
  readonly specification: Specification;
  readonly title: string;
  readonly version: string | undefined;
  /** Names of features; none where everything stands on it. */
  readonly features: readonly string[];
  /** Where it is spoken, and what is played to see that it is. */
  readonly files: readonly string[];
  readonly scripts: readonly string[];
}

/** Everything that is spoken, each once, in order. Throws an Error for what has no title in specification-table.ts. */
export function spoken(features: readonly Feature[], evidence: Evidence): Spoken[] {
  const named = features.flatMap(({ specification = [] }) => specification);
  const all = [...new Set([...named, ...(Object.keys(BENEATH) as Specification[])])].toSorted();
  return all.map((specification) => {
    const [title, version] = specifications[specification] ?? noTitle(specification);
    const speakers = features.filter((feature) => [feature.specification ?? []].flat().includes(specification));
    const beneath = BENEATH[specification];
    return {
      specification,
      title,
      version,
      features: speakers.map(({ name }) => name),
      files: [...(beneath?.files ?? []), ...filesOf(specification, evidence)],
      scripts: [...scriptsOf(specification, evidence), ...(beneath?.tests ?? [])],
    };
  });
}

/** A page's link to a specification. */
export function linked(specification: Specification): string {
  return `[${specification}](${addressOf(specification) ?? `${specification.split(":").at(-2)}.md`})`;
}

/** Where a specification is published; undefined for our own. */
export function addressOf(specification: Specification): string | undefined {
  const [, xep] = /^XEP-(\d{4})$/.exec(specification) ?? [];
  if (xep) return `https://xmpp.org/extensions/xep-${xep}.html`;
  const [, rfc] = /^RFC (\d+)$/.exec(specification) ?? [];
  return rfc && `https://www.rfc-editor.org/rfc/rfc${rfc}`;
}

function filesOf(specification: Specification, { files }: Evidence): string[] {
  return files.filter(({ names }) => names.includes(specification)).map(({ path }) => path);
}

function scriptsOf(specification: Specification, { scripts }: Evidence): string[] {
  const prefix = `${specification.toLowerCase().replace(" ", "-")}-`;
  return scripts.filter((path) => path.split("/").at(-1)?.startsWith(prefix));
}

function noTitle(specification: Specification): never {
  throw new Error(`${specification} has no title in specification-table.ts`);
}

interface Beneath {
  readonly files: readonly string[];
  /** Where it is tested, if no conformance script has its name. */
  readonly tests?: readonly string[];
}

const SERVER = "packages/server/src";
const EVERY_SCRIPT = "test/conformance/conformance.test.ts";

/** What becomes of a message: kept, copied, or neither. */
const RULES = [`${SERVER}/router/storage-rules.ts`, `${SERVER}/router/carbons-rules.ts`];

/** What no feature speaks, since everything stands on it. */
const BENEATH: { readonly [S in Specification]?: Beneath } = {
  "RFC 5802": { files: ["packages/protocol/src/sasl/scram-server.ts"] },
  "RFC 5929": { files: [`${SERVER}/transport/channel-binding.ts`], tests: [`${SERVER}/stream/sasl.test.ts`] },
  "RFC 6120": { files: [`${SERVER}/stream/stream.ts`, `${SERVER}/router/router.ts`] },
  "RFC 7395": { files: [`${SERVER}/transport/websocket.ts`], tests: [EVERY_SCRIPT] },
  "RFC 7590": { files: [`${SERVER}/transport/tls-identity.ts`], tests: [`${SERVER}/transport/starttls.test.ts`] },
  "RFC 7622": { files: ["packages/protocol/src/jid/jid.ts"] },
  "RFC 7677": { files: ["packages/protocol/src/sasl/scram-server.ts"] },
  "RFC 9266": { files: [`${SERVER}/transport/channel-binding.ts`], tests: [`${SERVER}/stream/sasl.test.ts`] },
  "XEP-0004": { files: ["packages/protocol/src/xep/data-form.ts"] },
  "XEP-0085": { files: RULES },
  "XEP-0124": { files: [`${SERVER}/transport/bosh/bosh.ts`], tests: [EVERY_SCRIPT] },
  "XEP-0156": { files: [`${SERVER}/dispatch/host-meta.ts`] },
  "XEP-0184": { files: RULES },
  "XEP-0198": { files: [`${SERVER}/stream/stream-management.ts`] },
  "XEP-0203": { files: ["packages/protocol/src/xep/delay.ts"] },
  "XEP-0206": { files: [`${SERVER}/transport/bosh/bosh.ts`], tests: [EVERY_SCRIPT] },
  "XEP-0297": { files: ["packages/protocol/src/xep/forward.ts"] },
  "XEP-0333": { files: RULES },
  "XEP-0334": { files: RULES },
  "XEP-0353": { files: RULES },
  "XEP-0368": { files: [`${SERVER}/transport/tcp.ts`], tests: [`${SERVER}/transport/tcp.test.ts`] },
  "XEP-0386": { files: [`${SERVER}/stream/binding.ts`] },
  "XEP-0388": { files: [`${SERVER}/stream/sasl2.ts`], tests: [`${SERVER}/stream/sasl2.test.ts`] },
  "XEP-0424": { files: RULES },
  "XEP-0440": { files: [`${SERVER}/stream/stream-features.ts`], tests: [`${SERVER}/stream/sasl2.test.ts`] },
  "XEP-0444": { files: RULES },
  "XEP-0447": { files: RULES },
  "XEP-0474": { files: ["packages/protocol/src/sasl/downgrade.ts"], tests: [`${SERVER}/stream/sasl2.test.ts`] },
  "XEP-0478": { files: [`${SERVER}/stream/stream-features.ts`], tests: [`${SERVER}/stream/bind.test.ts`] },
  "XEP-0480": { files: [`${SERVER}/stream/upgrades.ts`], tests: [`${SERVER}/stream/upgrades.test.ts`] },
  "XEP-0484": { files: [`${SERVER}/stream/fast-tokens.ts`] },
};
