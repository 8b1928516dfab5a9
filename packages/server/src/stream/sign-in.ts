import { type Element, StanzaError } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import { type Bound, bindInline, clientId } from "./binding.ts";
import type { LoginSuccess } from "./login/login.ts";
import { tokenMechanismsOf } from "./mechanisms.ts";
import { resume } from "./resumption.ts";
import { type Authenticate, sasl2Success, tokenElement } from "./sasl2.ts";
import type { Session } from "./session.ts";
import type { StreamContext } from "./stream-context.ts";
import { failed, handledCountTooHigh, readHandledCount } from "./stream-management.ts";

/** What becomes of a login by SASL2 with all that was asked for along with it (XEP-0388 §2.6.1). */
export type SignedIn =
  /** The client was told already. */
  | { readonly kind: "resumed" }
  | { readonly kind: "bound"; readonly session: Session; readonly success: Element }
  | { readonly kind: "authenticated"; readonly success: Element }
  | { readonly kind: "refused"; readonly error: StanzaError }
  | { readonly kind: "violation"; readonly error: ReturnType<typeof handledCountTooHigh> };

/** Does what a client asks for along with its login, which has succeeded: tokens, then resumption, or else a resource. */
export async function signIn(
  login: LoginSuccess,
  wants: Authenticate,
  connection: Connection,
  context: StreamContext,
  onResumed: (session: Session) => void,
): Promise<SignedIn> {
  const { account, data } = login;
  const token = await newToken(login, wants, connection, context);
  const success = (address: string, ...inline: (Element | undefined)[]) =>
    sasl2Success(data, address, [...inline, token]);
  const resumption = wants.resume && (await resumeInline(wants.resume, success));
  if (resumption && !("unresumed" in resumption)) return resumption;
  if (!wants.bind)
    return { kind: "authenticated", success: success(`${account.username}@${context.domain}`, resumption?.unresumed) };
  const bound = await bindInline(account, wants.bind, wants.agent, context).catch(refusal);
  if (bound instanceof StanzaError) return { kind: "refused", error: bound };
  const { session, element } = bound satisfies Bound;
  return { kind: "bound", session, success: success(session.jid.toString(), resumption?.unresumed, element) };

  /** XEP-0198 §9.2 */
  async function resumeInline(
    element: Element,
    success: (address: string, resumed: Element) => Element,
  ): Promise<SignedIn | { readonly unresumed: Element }> {
    const id = element.attr("previd") ?? "";
    const h = readHandledCount(element);
    if (h === undefined) return { unresumed: failed("bad-request") };
    const outcome = await resume({ id, account, h }, connection, context, {
      announced: (resumed, { jid }) => success(jid.toString(), resumed),
      onResumed,
    });
    if (outcome.kind === "resumed") return outcome;
    if (outcome.kind === "gone") return { unresumed: failed("item-not-found", outcome.h) };
    return { kind: "violation", error: handledCountTooHigh(h, outcome.sentCount) };
  }
}

/** The token that the client asked for, or that takes the place of the one it used (XEP-0484 §3.3, §3.5). */
async function newToken(
  { account, token }: LoginSuccess,
  { agent, software, device, tokenMechanism: mechanism }: Authenticate,
  connection: Connection,
  context: StreamContext,
): Promise<Element | undefined> {
  const isOffered = mechanism !== undefined && tokenMechanismsOf(connection).includes(mechanism);
  const request = isOffered && agent !== undefined ? { agent, mechanism } : undefined;
  const client = agent === undefined ? undefined : { id: clientId(account, agent, context), software, device };
  const issued = await context.tokens.after(account, token, request, client);
  return issued && tokenElement(issued);
}

function refusal(error: unknown): StanzaError {
  if (error instanceof StanzaError) return error;
  throw error;
}
