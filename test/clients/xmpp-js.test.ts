import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { importClient, missingPackages } from "./package-of-client.ts";

/** What of @xmpp/client is used here. */
interface XmppJs {
  client(options: {
    service: string;
    domain: string;
    username: string;
    password: string;
    resource: string;
  }): XmppJsClient;
  xml(name: string, attrs?: object, ...children: unknown[]): unknown;
}

interface XmppJsClient {
  on(
    event: "stanza",
    listener: (stanza: { is(name: string): boolean; getChildText(name: string): string | null }) => void,
  ): void;
  on(event: "error", listener: (error: Error) => void): void;
  start(): Promise<{ toString(): string }>;
  send(stanza: unknown): Promise<void>;
  stop(): Promise<void>;
}

const missing = missingPackages();
let yonder: Yonder;

beforeAll(async () => {
  // The library has no option to trust a self-signed certificate.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
});
afterAll(() => yonder.stop());

const services = {
  WebSocket: ({ http }: Yonder["ports"]) => `ws://localhost:${http}/xmpp-websocket`,
  STARTTLS: ({ c2s }: Yonder["ports"]) => `xmpp://localhost:${c2s}`,
  "direct TLS": ({ c2sTls }: Yonder["ports"]) => `xmpps://localhost:${c2sTls}`,
} as const;

test.skipIf(missing).for(Object.keys(services) as (keyof typeof services)[])(
  named("@xmpp/client chats both ways over %s", missing),
  async (way) => {
    const { client, xml } = await importClient<XmppJs>("@xmpp/client");
    const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
    const alice = client({
      service: services[way](yonder.ports),
      domain: "localhost",
      username: "alice",
      password: "correct horse",
      resource: "library",
    });
    const [heard, errors]: [string[], Error[]] = [[], []];
    alice.on("error", (error) => errors.push(error));
    alice.on("stanza", (stanza) => {
      if (stanza.is("message")) heard.push(stanza.getChildText("body") ?? "");
    });
    // It binds along with the login (XEP-0386), where the resource is but a hint.
    const address = String(await alice.start());
    expect(address).toMatch(/^alice@localhost\/library\/./);

    await alice.send(xml("presence"));
    await alice.send(xml("message", { type: "chat", to: "bob@localhost" }, xml("body", {}, `over ${way}`)));
    expect((await bob.hears(`over ${way}`)).attr("from")).toBe(address);

    bob.says("alice@localhost", `heard you over ${way}`);
    await until("@xmpp/client hears the answer", () => heard.includes(`heard you over ${way}`), {
      state: () => heard.join("\n"),
    });

    await alice.stop();
    await bob.leave();
    expect(errors).toEqual([]);
  },
);
