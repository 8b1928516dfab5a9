import { createHash } from "node:crypto";
import { caps, type DiscoInfo, type Element, verificationString } from "@yonder/protocol";
import type { Host } from "./feature.ts";
import { serverForms } from "./server-forms.ts";

/** Names the software, whatever its version, in entity capabilities (XEP-0115 §4). */
const CAPS_NODE = "urn:yonder:server";

/** What there is to tell: the features, and who the administrators are. */
export type Told = Pick<Host, "features" | "config">;

/** What the server says of itself (XEP-0030 §3.1): all its features together, and whom to write to. */
export function serverInfo({ features, config }: Told): DiscoInfo {
  return {
    identities: [{ category: "server", type: "im", name: "Yonder" }, ...features.flatMap((it) => it.identities ?? [])],
    features: sortedSet(features.flatMap(({ advertises = [] }) => advertises)),
    forms: serverForms(config),
  };
}

/** What the server says of an account that it holds (XEP-0030 §3.1). */
export function accountInfo({ features }: Pick<Told, "features">): DiscoInfo {
  return {
    identities: [
      { category: "account", type: "registered" },
      ...features.flatMap(({ accountIdentities = [] }) => accountIdentities),
    ],
    features: sortedSet(features.flatMap(({ advertisesOnAccount = [] }) => advertisesOnAccount)),
  };
}

/** What a stream offers once logged in: what the features say, and the mark of them all (XEP-0115 §6.3). */
export function streamFeatures(told: Told): Element[] {
  const offered = told.features.flatMap(({ streamFeatures = [] }) => streamFeatures);
  if (!told.features.some(({ name }) => name === "caps")) return offered;
  return [...offered, caps({ node: CAPS_NODE, ver: hashOf(told), hash: "sha-1" })];
}

/** What a login may ask for along with binding (XEP-0386 §3.1). */
export function bindFeatures({ features }: Pick<Told, "features">): string[] {
  return features.flatMap(({ bindFeatures = [] }) => bindFeatures);
}

/** The node to ask for what the mark stands for (XEP-0115 §6.2). */
export function capsNode(told: Told): string {
  return `${CAPS_NODE}#${hashOf(told)}`;
}

function hashOf(told: Told): string {
  return createHash("sha1")
    .update(verificationString(serverInfo(told)) ?? "")
    .digest("base64");
}

function sortedSet(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
