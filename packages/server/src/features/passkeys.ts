import { type Element, formatDateTime, NS, StanzaError, xml } from "@yonder/protocol";
import type { Passkey } from "../store/passkeys.ts";
import { StoreError } from "../store/store.ts";
import { isLone, PASSKEY_SECRET, Passkeys } from "../stream/passkeys/passkeys.ts";
import { PasskeyError } from "../stream/passkeys/web-authn.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Lets the owner of an account have passkeys besides a password, or instead of one (docs/passkeys.md). */
export const passkeys: Feature = {
  name: "passkeys",
  specification: NS.passkeys,
  advertises: [NS.passkeys],
  async start(host) {
    const { store, randomId, publicUrl, clock } = host;
    const secret = await store.settings.ensure(PASSKEY_SECRET, randomId());
    const now = () => clock.now();
    const maker = new Passkeys({ store: store.passkeys, secret, now, randomId, publicUrl });
    return {
      iq: {
        get: { "{urn:yonder:passkeys:0}list": (iq) => list(host, iq) },
        set: {
          "{urn:yonder:passkeys:0}begin": (iq) => begin(maker, iq),
          "{urn:yonder:passkeys:0}add": (iq) => add(host, maker, iq),
          "{urn:yonder:passkeys:0}remove": (iq) => remove(host, iq),
        },
      },
    };
  },
};

async function list({ store }: Host, iq: Iq): Promise<Element> {
  refuseOtherAccounts(iq);
  const { account } = iq.session;
  const own = await store.passkeys.of(account.id);
  const password = String(!isLone(account, own));
  return xml("list", NS.passkeys, { password }, ...own.map(entry));
}

function entry({ id, name, createdAt, usedAt }: Passkey): Element {
  const used = usedAt && formatDateTime(usedAt);
  return xml("passkey", NS.passkeys, { id, name, created: formatDateTime(createdAt), used });
}

async function begin(maker: Passkeys, iq: Iq): Promise<Element> {
  refuseOtherAccounts(iq);
  const { challenge, party, handle, known } = await maker.begin(makerOf(iq), iq.session.account.id);
  const passkeys = known.map((id) => xml("passkey", NS.passkeys, { id }));
  return xml("begin", NS.passkeys, { challenge, party, handle }, ...passkeys);
}

async function add({ store, log }: Host, maker: Passkeys, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  const { payload, session } = iq;
  const text = (name: string) => payload.childText(name)?.trim() ?? "";
  const attestation = {
    id: payload.attr("id") ?? "",
    clientData: text("client-data"),
    authenticatorData: text("authenticator-data"),
    publicKey: text("public-key"),
  };
  const own = await store.passkeys.of(session.account.id);
  try {
    const passkey = await maker.made(attestation, makerOf(iq), payload.attr("name") ?? "", own);
    const loneEpoch = isLone(session.account, own) ? session.account.epoch : undefined;
    await store.passkeys.add({ ...passkey, owner: session.account.id, loneEpoch });
  } catch (error) {
    throw refusal(error);
  }
  log.info({ username: session.account.username }, "passkey added");
}

/** Nobody locks themselves out. */
async function remove({ store, log }: Host, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  const { account } = iq.session;
  const own = await store.passkeys.of(account.id);
  const id = iq.payload.attr("id") ?? "";
  if (own.length === 1 && own[0]?.id === id && isLone(account, own))
    throw new StanzaError("not-allowed", "It is the only way in: set a password, or add another passkey first.");
  if (!(await store.passkeys.remove(account.id, id))) throw new StanzaError("item-not-found");
  log.info({ username: account.username }, "passkey removed");
}

/** The session that began alone may go on. */
function makerOf({ session }: Iq): string {
  return `${session.account.id} ${session.jid}`;
}

function refusal(error: unknown): unknown {
  if (error instanceof PasskeyError) return new StanzaError("not-acceptable", error.message, { cause: error });
  if (!(error instanceof StoreError)) return error;
  if (error.code === "conflict") return new StanzaError("conflict", "That passkey is known already.", { cause: error });
  if (error.code === "full") return new StanzaError("resource-constraint", "Too many passkeys.", { cause: error });
  return error;
}
