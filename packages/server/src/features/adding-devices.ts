import { type Element, NS, StanzaError, xml } from "@yonder/protocol";
import { StoreError } from "../store/store.ts";
import { PAIRING_TIME, pairingKey } from "../stream/pairing-keys.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Lets a device that is signed in bring in another one, which shows a secret or is shown one (docs/adding-devices.md). */
export const addingDevices: Feature = {
  name: "adding-devices",
  specification: NS.addingDevices,
  advertises: [NS.addingDevices],
  start: (host) => ({
    iq: {
      get: { "{urn:yonder:adding-devices:0}pairing": (iq) => look(host, iq) },
      set: {
        "{urn:yonder:adding-devices:0}invite": (iq) => invite(host, iq),
        "{urn:yonder:adding-devices:0}approve": (iq) => approve(host, iq),
        "{urn:yonder:adding-devices:0}admit": (iq) => admit(host, iq),
        "{urn:yonder:adding-devices:0}cancel": (iq) => cancel(host, iq),
      },
    },
  }),
};

/** A secret for another device to come with. */
async function invite(host: Host, iq: Iq): Promise<Element> {
  const secret = host.randomId();
  await open(host, iq, pairingKey(secret), false);
  return xml("invite", NS.addingDevices, { secret, seconds: String(PAIRING_TIME / 1_000) });
}

/** Which device has come with it, if one has. */
async function look({ store }: Host, iq: Iq): Promise<Element> {
  refuseOtherAccounts(iq);
  const key = iq.payload.attr("key") ?? "";
  const pairing = await store.pairings.find(key);
  if (pairing?.account.id !== iq.session.account.id) throw new StanzaError("item-not-found");
  const has = pairing.agent !== undefined;
  const device = has ? xml("device", NS.addingDevices, null, pairing.device ?? "") : undefined;
  return xml("pairing", NS.addingDevices, { key }, device);
}

/** Lets that device in. */
async function approve({ store, log }: Host, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  const { account } = iq.session;
  if (!(await store.pairings.approve(account.id, iq.payload.attr("key") ?? "")))
    throw new StanzaError("item-not-found");
  log.info({ username: account.username }, "device added");
}

/** Lets a device in that has shown the key of a secret of its own: none but that one knows the secret. */
async function admit(host: Host, iq: Iq): Promise<undefined> {
  const key = iq.payload.attr("key") ?? "";
  if (!/^[\w-]{22}$/.test(key)) throw new StanzaError("bad-request");
  await open(host, iq, key, true);
  host.log.info({ username: iq.session.account.username }, "device admitted");
}

async function cancel({ store }: Host, iq: Iq): Promise<undefined> {
  refuseOtherAccounts(iq);
  await store.pairings.close(iq.session.account.id, iq.payload.attr("key") ?? "");
}

async function open({ store, clock }: Host, iq: Iq, key: string, isApproved: boolean): Promise<void> {
  refuseOtherAccounts(iq);
  const expiresAt = new Date(clock.now() + PAIRING_TIME);
  try {
    await store.pairings.open({ owner: iq.session.account.id, key, isApproved, expiresAt });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === "conflict") throw new StanzaError("conflict", "That was used before.", { cause: error });
    if (error.code === "full") throw new StanzaError("resource-constraint", "Wait some minutes.", { cause: error });
    throw error;
  }
}
