import { type Element, NS, parseDateTime, xml } from "@yonder/protocol";
import type { Connector } from "../../connector.ts";
import type { EntryApi, Passkey } from "../types.ts";

/** Passkeys, and devices that are added, as our server knows them. */
export function createEntry(connector: Pick<Connector, "request">): EntryApi {
  const ask = (type: "get" | "set", ns: string, name: string, attributes = {}, ...children: Element[]) =>
    connector.request(type, xml(name, ns, attributes, ...children));
  const passkeys = async (type: "get" | "set", name: string, attributes = {}, ...children: Element[]) =>
    (await ask(type, NS.passkeys, name, attributes, ...children)).child(name, NS.passkeys);
  const pairing = async (type: "get" | "set", name: string, attributes = {}) =>
    (await ask(type, NS.addingDevices, name, attributes)).child(name, NS.addingDevices);
  return {
    async passkeys() {
      const list = await passkeys("get", "list");
      return { hasPassword: list?.attr("password") !== "false", list: list?.elements().map(readPasskey) ?? [] };
    },
    async beginPasskey() {
      const begun = await passkeys("set", "begin");
      const text = (name: string) => begun?.attr(name) ?? "";
      const known = begun?.elements().map((one) => one.attr("id") ?? "") ?? [];
      return { challenge: text("challenge"), party: text("party"), handle: text("handle"), known };
    },
    async addPasskey({ id, clientData, authenticatorData, publicKey }, name) {
      const part = (of: string, text: string) => xml(of, NS.passkeys, null, text);
      const parts = [part("client-data", clientData), part("authenticator-data", authenticatorData)];
      await passkeys("set", "add", { id, name }, ...parts, part("public-key", publicKey));
    },
    removePasskey: async (id) => void (await passkeys("set", "remove", { id })),
    async invite() {
      const invited = await pairing("set", "invite");
      return { secret: invited?.attr("secret") ?? "", seconds: Number(invited?.attr("seconds")) };
    },
    visitor: async (key) => (await pairing("get", "pairing", { key }))?.childText("device"),
    approve: async (key) => void (await pairing("set", "approve", { key })),
    admit: async (key) => void (await pairing("set", "admit", { key })),
    cancel: async (key) => void (await pairing("set", "cancel", { key })),
  };
}

function readPasskey(element: Element): Passkey {
  const time = (name: string) => parseDateTime(element.attr(name) ?? "")?.getTime();
  return {
    id: element.attr("id") ?? "",
    name: element.attr("name") ?? "",
    createdAt: time("created") ?? 0,
    usedAt: time("used"),
  };
}
