import { NS, xml } from "@yonder/protocol";
import { systemClock } from "./clock.ts";
import { ConnectionLost, XmppSocket, type XmppSocketOptions } from "./connection.ts";
import { RegistrationError, type RegistrationProblem } from "./errors.ts";
import { describeInvitation } from "./links/later/describe.ts";
import type { InvitationNotice } from "./links/types.ts";
import { StanzaFailure } from "./requests.ts";

export interface Registration {
  readonly token: string | undefined;
  readonly username: string;
  readonly password: string;
}

/**
 * Makes an account over a stream of its own (XEP-0077, with a token XEP-0445), at the first of the addresses that answers.
 * @throws RegistrationError
 */
export async function registerAccount(
  urls: readonly string[],
  options: Omit<XmppSocketOptions, "url">,
  { token, username, password }: Registration,
): Promise<void> {
  const { domain } = options;
  try {
    const socket = await openFirst(urls, options);
    try {
      if (token) await request(socket, xml("preauth", NS.preauth, { token }), domain, "token");
      await request(socket, accountQuery(username, password), domain, "closed");
    } finally {
      socket.close();
    }
  } catch (cause) {
    throw cause instanceof ConnectionLost ? new RegistrationError(lostBecause(cause), { cause }) : cause;
  }
}

/** What an invitation is for; undefined where nobody says. */
export async function readInvitation(
  urls: readonly string[],
  options: Omit<XmppSocketOptions, "url">,
  token: string,
): Promise<InvitationNotice | undefined> {
  try {
    const socket = await openFirst(urls, options);
    return await describeInvitation(socket, options.domain, token).finally(() => socket.close());
  } catch {
    // Making the account says what is wrong.
    return undefined;
  }
}

/** How long an address may say nothing while there are others to try, ms. */
const HOP = 4_000;

async function openFirst(urls: readonly string[], options: Omit<XmppSocketOptions, "url">): Promise<XmppSocket> {
  const [url = "", ...others] = urls;
  const socket = new XmppSocket({ ...options, url });
  const { clock = systemClock } = options;
  const cancelHop = others.length > 0 ? clock.after(HOP, () => socket.abort()) : undefined;
  try {
    await socket.open();
    return socket;
  } catch (cause) {
    if (others.length === 0) throw cause;
    return openFirst(others, options);
  } finally {
    cancelHop?.();
  }
}

const PROBLEMS: Readonly<Record<string, RegistrationProblem>> = {
  conflict: "taken",
  "item-not-found": "token",
  "not-acceptable": "username",
  "jid-malformed": "username",
  "bad-request": "username",
  "resource-constraint": "rate",
  "policy-violation": "password",
};

async function request(
  socket: XmppSocket,
  payload: ReturnType<typeof xml>,
  to: string,
  otherwise: RegistrationProblem,
): Promise<void> {
  try {
    await socket.request("set", payload, to);
  } catch (cause) {
    throw cause instanceof StanzaFailure
      ? new RegistrationError(PROBLEMS[cause.condition] ?? otherwise, { cause })
      : cause;
  }
}

function accountQuery(username: string, password: string) {
  return xml(
    "query",
    NS.register,
    null,
    xml("username", NS.register, null, username),
    xml("password", NS.register, null, password),
  );
}

function lostBecause({ end }: ConnectionLost): RegistrationProblem {
  return end.condition === "policy-violation" || end.condition === "resource-constraint" ? "rate" : "unreachable";
}
