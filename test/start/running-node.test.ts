import { NS, receipt, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { RawClient } from "../support/raw-client.ts";
import { environment, startYonder, tryYonder } from "../support/yonder.ts";

test("a running node tells what it did with a message, and that its sessions have nowhere else to go", async () => {
  const yonder = await startYonder({ env: { YONDER_LOG_LEVEL: "debug" } });
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "sesame" })));
  const login = (username: string, transport: "tcp" | "websocket", port: number) =>
    RawClient.login({ transport, port, username, password: "sesame", resource: "desk", hasStreamManagement: true });
  const alice = await login("alice", "websocket", yonder.ports.http);
  const bob = await login("bob", "tcp", yonder.ports.c2s);
  const arrived: (string | undefined)[] = [];
  bob.onStanza = (stanza) => arrived.push(stanza.attr("id"));
  bob.announce();
  await until("bob can be found", () => arrived.length > 0);
  const body = xml("body", NS.client, null, "hush");
  alice.send(xml("message", NS.client, { id: "m1", to: "bob@localhost", type: "chat" }, body));
  await until("the message arrives", () => arrived.includes("m1"));
  bob.send(xml("message", NS.client, { id: "r1", to: "alice@localhost" }, receipt("m1")));

  const run = (...args: string[]) => tryYonder(args, environment(yonder.dataDir));
  const told = await until("all of its way is told", async () => {
    const { stdout } = await run("trace", "m1");
    return /acknowledged.*receipt/s.test(stdout) ? stdout : undefined;
  });
  const steps = told.split("\n").map((line) => line.slice(22, 34).trim());
  expect(steps).toEqual(expect.arrayContaining(["received", "accepted", "looked up", "relayed", "handed"]));
  expect(yonder.output()).toContain('"msg":"message sent"');
  expect(`${told}${yonder.output()}`).not.toContain("hush");

  expect(await run("drain")).toMatchObject({ code: 1, stderr: expect.stringContaining("this is the only node") });
  await yonder.stop();
  expect(await run("trace", "m1")).toMatchObject({ code: 1, stderr: expect.stringContaining("no node is running") });
});
