import { type DiscoInfo, type DiscoItem, discoInfo, discoItems, type Element, NS, StanzaError } from "@yonder/protocol";
import { commandsFor } from "./ad-hoc/commands.ts";
import type { Awaitable, Feature, Host, Iq } from "./feature.ts";
import { accountInfo, capsNode, serverInfo } from "./service-info.ts";

/** What there is, and what it can do: XEP-0030 for the server and for accounts. */
export const disco: Feature = {
  name: "disco",
  specification: ["XEP-0030", "XEP-0128", "XEP-0157", "XEP-0455"],
  advertises: [NS.discoInfo, NS.discoItems],
  advertisesOnAccount: [NS.discoInfo, NS.discoItems],
  start: (host) => ({
    iq: {
      get: {
        "{http://jabber.org/protocol/disco#info}query": (iq) => answerInfo(host, iq),
        "{http://jabber.org/protocol/disco#items}query": (iq) => answerItems(host, iq),
      },
    },
  }),
};

async function answerInfo(host: Host, iq: Iq): Promise<Element> {
  const node = iq.payload.attr("node");
  if (iq.target === "server") return discoInfo({ ...serverNodeInfo(host, iq, node), node });
  // §8: nobody learns whether an account exists, unless it shows them its presence
  const isTold = await mayAsk(host, iq);
  if (node !== undefined) return discoInfo(await accountNode(host, iq, node, isTold));
  if (!isTold) throw new StanzaError("service-unavailable");
  return discoInfo(accountInfo(host));
}

/** Strangers learn of a node only if it is for everybody. */
async function accountNode(host: Host, iq: Iq, node: string, isTold: boolean): Promise<DiscoInfo> {
  for (const feature of host.features) {
    const info = await ask(() => feature.accountNode?.(host, iq, node), isTold, undefined);
    if (info) return info;
  }
  throw new StanzaError(isTold ? "item-not-found" : "service-unavailable");
}

/** What a feature says; what it refuses to tell a stranger is as if it were not there. */
async function ask<T>(question: () => Awaitable<T>, isTold: boolean, nothing: T): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (isTold || !(error instanceof StanzaError)) throw error;
    return nothing;
  }
}

function serverNodeInfo(host: Host, { session }: Iq, node: string | undefined): DiscoInfo {
  // XEP-0115 §6.2: the node with the hash stands for the same information
  if (node === undefined || node === capsNode(host)) return serverInfo(host);
  if (node === NS.commands) return automation("command-list", "Commands", [NS.commands]);
  const isCommand = host.features.some(({ commands = [] }) => commands.some((it) => it.node === node));
  if (!isCommand) throw new StanzaError("item-not-found");
  const command = commandsFor(host, session).find((known) => known.node === node);
  if (!command) throw new StanzaError("forbidden");
  return automation("command-node", command.name, [NS.commands, NS.dataForms]);
}

function automation(type: string, name: string, features: readonly string[]): DiscoInfo {
  return { identities: [{ category: "automation", type, name }], features };
}

async function answerItems(host: Host, iq: Iq): Promise<Element> {
  const node = iq.payload.attr("node");
  if (iq.target === "server") return discoItems(await serverItems(host, iq, node), node);
  // §8: an empty set, whether there is such an account or not
  const isTold = await mayAsk(host, iq);
  const found: DiscoItem[] = [];
  for (const feature of host.features)
    found.push(...(await ask(async () => (await feature.accountItems?.(host, iq, node)) ?? [], isTold, [])));
  if (node !== undefined || !isTold) return discoItems(found, node);
  const user = iq.to?.bare ?? iq.from.bare;
  const registrations = await host.directory.lookUp(user);
  const available = registrations.filter(({ presence }) => presence.isAvailable);
  return discoItems([...available.map(({ resource }) => ({ jid: `${user}/${resource}` })), ...found]);
}

async function serverItems(host: Host, { session }: Iq, node: string | undefined): Promise<DiscoItem[]> {
  if (node === undefined)
    return (await Promise.all(host.features.map((feature) => feature.items?.(host) ?? []))).flat();
  if (node === NS.commands)
    return commandsFor(host, session).map((command) => ({ jid: host.domain, node: command.node, name: command.name }));
  throw new StanzaError("item-not-found");
}

/** §8: those to whom the account shows its presence. */
async function mayAsk(host: Host, iq: Iq): Promise<boolean> {
  if (iq.target === "own-account") return true;
  const account = await host.store.accounts.find(iq.to?.local ?? "");
  const item = account && (await host.store.roster.find(account.id, iq.from.bare));
  return item?.subscription === "from" || item?.subscription === "both";
}
