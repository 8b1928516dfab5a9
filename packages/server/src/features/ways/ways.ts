import { type Element, NS, StanzaError } from "@yonder/protocol";
import type { Received } from "../../router/trace-step.ts";
import type { Feature, Host, Iq } from "../feature.ts";
import { Allowances } from "../guests/allowance.ts";
import { refuseOtherAccounts } from "../target.ts";
import { wayElement } from "./way.ts";

/** How often an account may ask at once, and in how many milliseconds once more: each time a node looks through what it remembers. */
const RATE = { burst: 10, refillMs: 1_000 };
const MAX_ID = 200;

/** Tells a user by which way a message of their own went: docs/way.md. */
export const ways: Feature = {
  name: "ways",
  specification: NS.way,
  advertises: [NS.way],
  start(host) {
    const allowances = new Allowances(RATE);
    return { slowIq: { get: { "{urn:yonder:way:0}way": (iq) => answer(host, allowances, iq) } } };
  },
};

async function answer(host: Host, allowances: Allowances, iq: Iq): Promise<Element> {
  refuseOtherAccounts(iq);
  const { config, clock } = host;
  const { account, jid } = iq.session;
  const id = iq.payload.attr("id") ?? "";
  if (id === "" || id.length > MAX_ID) throw new StanzaError("bad-request");
  if (config.rateLimits && !allowances.take(account.username, clock.now()))
    throw new StanzaError("resource-constraint", undefined, { type: "wait" });
  let isWhole = false;
  const steps = await host.ways.find(jid.bare, id, async (received) => {
    isWhole = await sees(host, account.id, jid.bare, received);
    return isWhole;
  });
  const [received] = steps;
  if (received?.step !== "received") throw new StanzaError("item-not-found");
  return wayElement(received, steps, { isWhole, hasNames: config.nodeNames });
}

/** Whoever shows us their presence shows where they are anyway; and everybody is known to themselves. */
async function sees(host: Host, owner: number, user: string, { to }: Received): Promise<boolean> {
  if (to === user) return true;
  const item = await host.store.roster.find(owner, to);
  return item?.subscription === "to" || item?.subscription === "both";
}
