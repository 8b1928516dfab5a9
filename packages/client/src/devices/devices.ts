import type { Access } from "../access.ts";
import type { Connector } from "../connector.ts";
import type { DevicesApi } from "./types.ts";

/** Where our account is signed in, and the password that it has. */
export function createDevices(
  connector: Connector,
  access: () => Access,
  account: { signOut(): Promise<void> },
): DevicesApi {
  const load = () => import("./later/devices.ts");
  return {
    list: async () => (await load()).listDevices(connector),
    signOut: async (id) => (await load()).revoke(connector, id),
    signOutOthers: async () => (await load()).revokeOthers(connector),
    removeAccount: async () => (await load()).removeAccount(connector, account),
    entry: async () => (await import("./later/entry.ts")).createEntry(connector),
    changePassword: async (password) => (await load()).changePassword(connector, access(), password),
  };
}
