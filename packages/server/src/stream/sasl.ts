import { type Element, NS, xml } from "@yonder/protocol";
import type { Login, LoginStep } from "./login/login.ts";

// The profile of SASL of RFC 6120 §6.

/** Takes `<auth/>`, `<response/>` or `<abort/>`. */
export function takeSasl(login: Login, element: Element): Promise<LoginStep> {
  const text = element.text.trim();
  // RFC 6120 §6.4.2: no initial response, or "=" for an empty one
  const data = text === "=" ? "" : text;
  if (element.name === "response") return login.goOn(data);
  if (element.name !== "auth") return login.refuse(element.name === "abort" ? "aborted" : "malformed-request");
  return login.begin({ mechanism: element.attr("mechanism") ?? "", response: text === "" ? undefined : data });
}

/** What is answered. */
export function saslAnswer(step: LoginStep): Element {
  if (step.kind === "failure") return xml("failure", NS.sasl, null, xml(step.condition, NS.sasl));
  return xml(step.kind, NS.sasl, null, step.data || undefined);
}
