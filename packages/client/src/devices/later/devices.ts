import { type Element, NS, parseDateTime, xml } from "@yonder/protocol";
import type { Access } from "../../access.ts";
import { bareOf, localOf, resourceOf } from "../../address.ts";
import type { Connector } from "../../connector.ts";
import type { Device } from "../types.ts";

/** XEP-0494 §3.1 */
export async function listDevices(connector: Connector): Promise<readonly Device[]> {
  return readDevices(await connector.request("get", xml("list", NS.clientAccess)), connector.address);
}

/** XEP-0494 §3.2 */
export async function revoke(connector: Connector, id: string): Promise<void> {
  await connector.request("set", xml("revoke", NS.clientAccess, { id }));
}

export async function revokeOthers(connector: Connector): Promise<boolean> {
  const others = (await listDevices(connector)).filter(({ isThis }) => !isThis);
  for (const { id, hasPassword } of others) if (!hasPassword) await revoke(connector, id);
  return others.every(({ hasPassword }) => !hasPassword);
}

/** XEP-0077 §3.2. What is kept here is forgotten before the server's end of the stream is taken for anything else. */
export async function removeAccount(connector: Connector, account: { signOut(): Promise<void> }): Promise<void> {
  await connector.request("set", xml("query", NS.register, null, xml("remove", NS.register)));
  connector.stop();
  await account.signOut();
}

/** Our own tokens are good no more: our server names us as our address ends. Nobody waits for that. */
export function revokeThis(connector: Connector): void {
  revoke(connector, resourceOf(connector.address).split("/").at(-1) ?? "").catch(() => {});
}

/** XEP-0077 §3.3; our own token goes with the former password, and the next login gets another. */
export async function changePassword(connector: Connector, access: Access, password: string): Promise<void> {
  const address = bareOf(connector.address);
  const username = xml("username", NS.register, null, localOf(address));
  const query = xml("query", NS.register, null, username, xml("password", NS.register, null, password));
  await connector.request("set", query);
  await access.signIn(address, password, access.isRemembered);
}

/** Reads the server's list. `address`: our own full one, whose end our server makes. */
export function readDevices(result: Element, address: string): readonly Device[] {
  const clients = result.child("clients", NS.clientAccess)?.elements() ?? [];
  const devices = clients.map((client) => readDevice(client, resourceOf(address)));
  return devices.sort((a, b) => Number(b.isThis) - Number(a.isThis) || b.seenAt - a.seenAt);
}

function readDevice(client: Element, resource: string): Device {
  const id = client.attr("id") ?? "";
  const agent = client.child("user-agent");
  const auth = client.child("auth");
  return {
    id,
    name: agent?.childText("device") || agent?.childText("software") || "",
    isThis: id !== "" && (resource.endsWith(`/${id}`) || id === `session ${resource}`),
    isHere: client.attr("connected") === "true",
    seenAt: parseDateTime(client.childText("last-seen") ?? "")?.getTime() ?? 0,
    hasPassword: auth?.child("password") !== undefined && auth.child("fast") === undefined,
  };
}
