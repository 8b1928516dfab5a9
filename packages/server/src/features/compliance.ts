import type { Specification } from "./feature.ts";
import type { Spoken } from "./specifications.ts";

/** A line of XEP-0479, as far as it asks something of an Advanced Server. */
export interface ComplianceLine {
  readonly suite: string;
  readonly feature: string;
  readonly specifications: readonly { readonly specification: Specification; readonly spoken: Spoken | undefined }[];
  /** All of it is spoken, and played. */
  readonly isMet: boolean;
}

/** How XEP-0479 §2 is met. */
export function compliance(all: readonly Spoken[]): ComplianceLine[] {
  return SUITES.map(([suite, feature, ...names]) => {
    const specifications = names.map((specification) => ({
      specification,
      spoken: all.find((it) => it.specification === specification),
    }));
    const isMet = specifications.every(({ spoken }) => spoken?.files.length && spoken.scripts.length);
    return { suite, feature, specifications, isMet };
  });
}

const SUITES: readonly (readonly [suite: string, feature: string, ...specifications: Specification[]])[] = [
  ["Core", "Core features", "RFC 6120"],
  ["Core", "TLS", "RFC 7590"],
  ["Core", "Direct TLS", "XEP-0368"],
  ["Core", "Feature discovery", "XEP-0030"],
  ["Core", "Feature broadcasts", "XEP-0115"],
  ["Core", "Server extensibility", "XEP-0114"],
  ["Core", "Event publishing", "XEP-0163"],
  ["Web", "Web connection mechanisms", "RFC 7395", "XEP-0206", "XEP-0124"],
  ["IM", "Core features", "RFC 6121"],
  ["IM", "User avatar compatibility", "XEP-0398", "XEP-0153"],
  ["IM", "vcard-temp", "XEP-0054"],
  ["IM", "Outbound message synchronization", "XEP-0280"],
  ["IM", "User blocking", "XEP-0191"],
  ["IM", "Group chat", "XEP-0045", "XEP-0249"],
  ["IM", "Advanced group chat", "XEP-0048", "XEP-0313", "XEP-0402", "XEP-0410"],
  ["IM", "Persistent storage of private data via PubSub", "XEP-0223"],
  ["IM", "Private XML storage", "XEP-0049"],
  ["IM", "Stream management", "XEP-0198"],
  ["IM", "History storage and retrieval", "XEP-0313"],
  ["IM", "File upload", "XEP-0363"],
  ["Mobile", "Stream management", "XEP-0198"],
  ["Mobile", "Client state indication", "XEP-0352"],
  ["Mobile", "Third-party push notifications", "XEP-0357"],
  ["A/V calling", "STUN/TURN server discovery", "XEP-0215"],
];
