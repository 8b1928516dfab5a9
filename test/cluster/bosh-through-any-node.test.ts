import { afterAll, beforeAll, expect, test } from "vitest";
import { BoshPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import { ChatPartner } from "../support/chat-partner.ts";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { named } from "../support/programs.ts";

const missing = missingForCluster();
const PASSWORD = "correct horse";
let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster();
  await cluster.users(["alice", "bob"].map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => cluster?.stop());

/** A session whose every request comes in on another node, as through a load balancer that forgets. */
async function scatteredAlice(isUp: (node: number) => boolean = () => true): Promise<BoshPeer> {
  let requests = 0;
  const nextPort = (): number => {
    do requests += 1;
    while (!isUp(requests % cluster.nodes.length));
    return cluster.node(requests).ports.http;
  };
  const alice = new BoshPeer(nextPort);
  await alice.logIn("alice", PASSWORD);
  await alice.bind("web");
  alice.send("<presence xmlns='jabber:client'/>");
  return alice;
}

const message = (body: string) =>
  `<message xmlns='jabber:client' to='bob@localhost' type='chat' id='${body}'><body>${body}</body></message>`;

test.skipIf(missing)(named("a session over HTTP is one, whichever nodes its requests come to", missing), async () => {
  const alice = await scatteredAlice();
  const bob = await ChatPartner.login(cluster.node(2).address("tcp"), "bob", PASSWORD);
  for (let round = 0; round < 10; round++) {
    alice.send(message(`question-${round}`));
    await bob.hears(`question-${round}`);
    bob.says("alice@localhost", `answer-${round}`);
    await alice.until(`<body>answer-${round}</body>`);
  }
  expect(bob.heard.map((heard) => heard.childText("body"))).toEqual(
    Array.from({ length: 10 }, (_, round) => `question-${round}`),
  );
  alice.line.send("", "type='terminate'");
  await alice.untilClosed();
  await bob.leave();
});

test.skipIf(missing)(named("its end is told by the other nodes when its own is gone", missing), async () => {
  const down = new Set<number>();
  const alice = await scatteredAlice((node) => !down.has(node));
  const home = cluster.nodes.findIndex(({ name }) => alice.line.sid.endsWith(`.${name}`));
  await cluster.node(home).kill();
  down.add(home);
  alice.send(message("is anybody there?"));
  expect(await alice.untilClosed()).toMatch(/condition='item-not-found'|^<body type='terminate'\/>$/);
  expect(await alice.line.post(alice.line.body())).toContain("condition='item-not-found'");
  await cluster.node(home).restart();
});
