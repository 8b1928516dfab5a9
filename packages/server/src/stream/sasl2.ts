import { type Element, formatDateTime, NS, xml } from "@yonder/protocol";
import type { IssuedToken } from "./fast-tokens.ts";
import type { Login, LoginRequest, LoginStep } from "./login/login.ts";
import { isTrue } from "./stream-management.ts";
import { readUpgrades } from "./upgrades.ts";

// The profile of SASL of XEP-0388, with tokens (XEP-0484).

/** What a client wants of its login besides being let in. */
export interface Authenticate {
  /** Id of its `<user-agent/>` (§2.3): a secret between the client and us. */
  readonly agent: string | undefined;
  /** How that calls itself, and the device that it is on. */
  readonly software: string | undefined;
  readonly device: string | undefined;
  /** The mechanism for which it wants a token (XEP-0484 §3.2). */
  readonly tokenMechanism: string | undefined;
  /** Names of the tasks that it would do (XEP-0480 §2.2). */
  readonly upgrades: readonly string[];
  /** `<resume/>` (XEP-0198 §9.2). */
  readonly resume: Element | undefined;
  /** `<bind/>` (XEP-0386). */
  readonly bind: Element | undefined;
}

export const nothingElse: Authenticate = {
  agent: undefined,
  software: undefined,
  device: undefined,
  tokenMechanism: undefined,
  upgrades: [],
  resume: undefined,
  bind: undefined,
};

/** Longest id of a `<user-agent/>`; a UUID has 36 characters. */
const MAX_AGENT = 128;
/** Of the names of a client, what is kept. */
const MAX_NAME = 60;

export function readAuthenticate(element: Element): Authenticate {
  const client = element.child("user-agent");
  const agent = client?.attr("id");
  return {
    agent: agent !== undefined && agent !== "" && agent.length <= MAX_AGENT ? agent : undefined,
    software: nameIn(client?.childText("software")),
    device: nameIn(client?.childText("device")),
    tokenMechanism: element.child("request-token", NS.fast)?.attr("mechanism"),
    upgrades: readUpgrades(element),
    resume: element.child("resume", NS.sm),
    bind: element.child("bind", NS.bind2),
  };
}

function nameIn(text: string | undefined): string | undefined {
  return [...(text?.trim() ?? "")].slice(0, MAX_NAME).join("") || undefined;
}

/** Takes `<authenticate/>`, `<response/>`, `<abort/>`, or what belongs to a task that was not asked for (§2.6.3). `from`: of the stream's header. */
export function takeSasl2(login: Login, element: Element, from: string | undefined): Promise<LoginStep> {
  if (element.name === "response") return login.goOn(element.text.trim());
  if (element.name === "authenticate") return login.begin(loginRequest(element, from));
  return login.refuse(element.name === "abort" ? "aborted" : "malformed-request");
}

function loginRequest(element: Element, from: string | undefined): LoginRequest {
  return {
    mechanism: element.attr("mechanism") ?? "",
    response: element.child("initial-response")?.text.trim(),
    sasl2: { from, token: tokenClient(element) },
  };
}

function tokenClient(element: Element): NonNullable<LoginRequest["sasl2"]>["token"] {
  const fast = element.child("fast", NS.fast);
  const { agent } = readAuthenticate(element);
  const count = readCount(fast?.attr("count"));
  if (!fast || agent === undefined || count === "none") return undefined;
  return { agent, count, isInvalidating: isTrue(fast.attr("invalidate")) };
}

/** XEP-0484 §3.4: a positive integer; "none": it is something else. */
function readCount(text: string | undefined): number | undefined | "none" {
  if (text === undefined) return undefined;
  return /^\d{1,10}$/.test(text) && Number(text) > 0 ? Number(text) : "none";
}

/** `<challenge/>` or `<failure/>`. */
export function sasl2Answer(step: Exclude<LoginStep, { readonly kind: "success" }>): Element {
  if (step.kind === "failure") return xml("failure", NS.sasl2, null, xml(step.condition, NS.sasl));
  return xml("challenge", NS.sasl2, null, step.data || undefined);
}

/** §2.6.1. `address`: the full one if a resource is bound. `inline`: what came of the features asked for along with the login. */
export function sasl2Success(
  data: string | undefined,
  address: string,
  inline: readonly (Element | undefined)[],
): Element {
  const additional = data === undefined ? undefined : xml("additional-data", NS.sasl2, null, data);
  return xml(
    "success",
    NS.sasl2,
    null,
    additional,
    xml("authorization-identifier", NS.sasl2, null, address),
    ...inline,
  );
}

/** XEP-0484 §3.3 */
export function tokenElement({ text, expiresAt }: IssuedToken): Element {
  return xml("token", NS.fast, { token: text, expiry: formatDateTime(expiresAt) });
}
