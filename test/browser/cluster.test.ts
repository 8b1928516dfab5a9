import { afterAll, beforeAll, expect, test } from "vitest";
import type { TraceReport } from "../../packages/server/src/router/trace-search.ts";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { Profanity } from "../support/profanity.ts";
import { named } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser("profanity", "tmux") ?? missingForCluster();
const password = "correct horse";
let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster();
  await cluster.users(["alice", "bob", "carol"].map((name) => ({ name, password })));
});
afterAll(() => cluster?.stop());

test.skipIf(missing)(
  named("two browsers on two nodes and Profanity on the third talk as if there were one", missing),
  { timeout: 120_000 },
  async () => {
    const [alice, bob] = [await WebApp.open(cluster.node(0).origin), await WebApp.open(cluster.node(1).origin)];
    await alice.signIn("alice@localhost", password);
    await bob.signIn("bob@localhost", password);
    const carol = await Profanity.start();
    await carol.connect("carol@localhost", password, { port: cluster.node(2).ports.c2s, tls: "starttls" });

    // Presence
    await alice.addContact("bob@localhost");
    await bob.acceptRequest();
    await alice.page.getByText("Here now").first().waitFor();

    // Messages, typing and ticks from browser to browser
    await alice.write("Do you see this?");
    await bob.openConversation("alice");
    await bob.shows("Do you see this?");
    await bob.composer.pressSequentially("Y");
    await alice.page.getByText("is writing…").first().waitFor();
    await bob.write("Yes, on another node");
    await alice.shows("Yes, on another node");
    await alice.showsTick("Do you see this?", "Read");
    await bob.showsTick("Yes, on another node", "Delivered", "Read");

    // From browser to terminal and back
    await alice.addContact("carol@localhost");
    await carol.sees(/alice@localhost/);
    await carol.type("/sub allow alice@localhost");
    await carol.type("/sub request alice@localhost");
    await alice.page.getByText("Here now").first().waitFor();
    await alice.write("Hello from a browser");
    await carol.sees(/chat message: .*alice/);
    await alice.showsTick("Hello from a browser", "Delivered", "Read");
    await alice.page.goto(`${cluster.node(0).origin}/#/settings/connection`);
    const steps = alice.page.getByRole("main").getByRole("listitem");
    await steps.filter({ hasText: "Your browser sent it to node-1" }).waitFor();
    await steps.filter({ hasText: "carol is on node-3" }).waitFor();
    await steps.filter({ hasText: "delivered to their app" }).waitFor();
    await steps.filter({ hasText: "The answer came back to your screen" }).waitFor();
    await alice.page.goto(`${cluster.node(0).origin}/#/chat/carol@localhost`);
    await carol.type("/msg alice@localhost Hello from a terminal");
    await alice.shows("Hello from a terminal");

    expect([...alice.complaints, ...bob.complaints]).toEqual([]);
    expect(await waysOf("alice")).toEqual({
      "Do you see this?": "node-1 → node-2",
      "Yes, on another node": "node-2 → node-1",
      "Hello from a browser": "node-1 → node-3",
      "Hello from a terminal": "node-3 → node-1",
    });

    // Who leaves one node is gone on the others
    await carol.type("/disconnect");
    await alice.page.getByText("Here now").first().waitFor({ state: "detached" });
    await carol.quit();
    await Promise.all([alice.close(), bob.close()]);
  },
);

test.skipIf(missing)(
  named("a passkey of one node signs in at another, and a code of one node lets a device in at another", missing),
  { timeout: 120_000 },
  async () => {
    const [here, there] = cluster.nodes.map(({ origin }) => origin);
    const bob = await WebApp.open(`${here}/`);
    const authenticator = await bob.withAuthenticator();
    await bob.signIn("bob@localhost", password);
    await bob.page.goto(`${here}/#/settings/device`);
    await bob.page.getByRole("button", { name: "Make a passkey" }).click();
    await bob.page.getByText("The passkey is ready.").waitFor();

    const other = await WebApp.open("about:blank");
    await other.withAuthenticator(await authenticator.passkeys());
    await other.page.goto(`${there}/`);
    await other.isInside();

    await bob.page.getByRole("button", { name: "Add a device" }).click();
    const link = await bob.copied(() => bob.page.getByRole("button", { name: "Copy link" }).click());
    await other.page.goto(link.replace(`${here}`, `${there}`));
    await other.page.getByRole("button", { name: "Sign in here" }).click();
    await bob.page.getByRole("button", { name: "Let it in" }).click();
    await other.isInside();
    expect([...bob.complaints, ...other.complaints]).toEqual([]);
    await Promise.all([bob.close(), other.close()]);
  },
);

/** Of each message in somebody's archive, by what `yonder trace` says on each node: where it was accepted, and where it was handed over and acknowledged. */
async function waysOf(username: string): Promise<Record<string, string>> {
  const reader = await RawClient.login({ ...cluster.node(0).address("tcp"), username, password });
  const { results } = await reader.archivePage({ max: 100 });
  await reader.quit();
  const messages = results.filter(({ stanza }) => stanza.childText("body") !== undefined);
  const ways: Record<string, string> = {};
  for (const { id, stanza } of messages) {
    const told = await Promise.all(cluster.nodes.map((node) => wayOf(node, id)));
    ways[stanza.childText("body") ?? ""] = [...new Set(told)].join(", or ");
  }
  return ways;
}

/** Looked up again until it is complete: ends of nodes far apart come in any order. */
async function wayOf(node: Cluster["nodes"][number], id: string): Promise<string> {
  let report = "";
  const find = async (): Promise<string | undefined> => {
    report = await node.run("trace", id, "--json");
    const steps = (JSON.parse(report) as TraceReport).messages.flatMap((message) => message.steps);
    const placesOf = (kind: string) => [...new Set(steps.flatMap((it) => (it.step === kind ? [it.node] : [])))].join();
    const [accepted, handed, acknowledged] = [placesOf("accepted"), placesOf("handed"), placesOf("acknowledged")];
    return accepted && handed && handed === acknowledged ? `${accepted} → ${handed}` : undefined;
  };
  return until(`a complete trace of ${id} on ${node.name}`, find, { state: () => report });
}
