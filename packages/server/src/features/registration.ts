import { type Element, NS, SaslError, StanzaError, StreamError, xml } from "@yonder/protocol";
import { deriveCredentials } from "../store/credentials.ts";
import { StoreError } from "../store/store.ts";
import { checkPassword } from "../stream/registration.ts";
import { removeAccount, tellRemoved } from "./account-removal.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { isSignal } from "./signals.ts";
import { Subscriptions } from "./subscriptions.ts";
import { refuseOtherAccounts } from "./target.ts";

/** What the holder of an account does with it once logged in: a new password, or its end. Accounts are made before login (stream/registration.ts). */
export const registration: Feature = {
  name: "registration",
  specification: "XEP-0077",
  advertises: [NS.register],
  start: (host) => {
    const subscriptions = new Subscriptions(host);
    return {
      iq: {
        get: { "{jabber:iq:register}query": answerGet },
        set: {
          "{jabber:iq:register}query": (iq) =>
            iq.payload.child("remove") ? cancel(host, subscriptions, iq) : changePassword(host, iq),
        },
      },
      on: {
        signal: ({ user, signal }) => {
          if (isSignal(signal, "removed")) endSessions(host, user);
        },
      },
    };
  },
};

/** §3.1, example 3 */
function answerGet(iq: Iq): Element {
  refuseOtherAccounts(iq);
  const username = xml("username", NS.register, null, iq.session.account.username);
  return xml("query", NS.register, null, xml("registered", NS.register), username, xml("password", NS.register));
}

/** §3.3 */
async function changePassword(host: Host, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  const username = iq.payload.childText("username");
  const password = iq.payload.childText("password");
  if (username === undefined || !password) throw new StanzaError("bad-request");
  if (username !== iq.session.account.username) throw new StanzaError("not-allowed", "This is not your account.");
  checkPassword(password, username);
  const keys = await deriveCredentials(password, host.config.passwordIterations).catch((error: unknown) => {
    if (error instanceof SaslError) throw new StanzaError("not-acceptable", "This cannot be a password.");
    throw error;
  });
  // Its other sessions end, since they know the former password at best; this one has just proved to be its owner's.
  iq.session.account = await host.store.accounts.setCredentials(username, keys).catch((error: unknown) => {
    // Another session has ended the account meanwhile.
    if (error instanceof StoreError && error.code === "not-found") throw new StanzaError("registration-required");
    throw error;
  });
}

/** §3.2: the account ends, and its sessions with it. */
async function cancel(host: Host, subscriptions: Subscriptions, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  if (iq.payload.elements().length !== 1) throw new StanzaError("bad-request");
  const { account } = iq.session;
  await removeAccount(host, subscriptions, account);
  iq.afterResult(() => tellRemoved(host, account));
}

function endSessions(host: Host, user: string): void {
  for (const session of host.sessions.of(user))
    session.close(new StreamError("not-authorized", "The account was removed."));
}
