import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { databaseIntegrity } from "../support/database.ts";
import type { Address } from "../support/wire.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { type ArchiveEnds, Conversation, type PairKind } from "./conversation.ts";
import { seededRandom } from "./seeded-random.ts";

const messagesPerPair = 250;
const chosen = process.env.YONDER_SEED;
const seeds = chosen ? [Number(chosen)] : Array.from({ length: 50 }, (_, index) => index + 1);

/** 2,000 messages a seed. */
const pairs: readonly PairKind[] = [
  { sender: "tcp", recipient: "tcp", recipientManagesStream: true, recipientComesLater: false },
  { sender: "bosh", recipient: "bosh", recipientManagesStream: true, recipientComesLater: false },
  { sender: "tcp", recipient: "tcp", recipientManagesStream: false, recipientComesLater: false },
  { sender: "tcp", recipient: "websocket", recipientManagesStream: true, recipientComesLater: false },
  { sender: "websocket", recipient: "tcp", recipientManagesStream: true, recipientComesLater: false },
  { sender: "websocket", recipient: "bosh", recipientManagesStream: false, recipientComesLater: false },
  { sender: "tcp", recipient: "tcp", recipientManagesStream: true, recipientComesLater: true },
  { sender: "websocket", recipient: "websocket", recipientManagesStream: true, recipientComesLater: true },
];

let yonder: Yonder;
const archiveEnds: ArchiveEnds = new Map();
const duplicates = { managed: 0, unmanaged: 0 };

beforeAll(async () => {
  yonder = await startYonder({ env: { YONDER_LOG_LEVEL: "info" } });
  const names = pairs.flatMap((_, index) => [`from${index}`, `to${index}`]);
  await yonder.users(names.map((name) => ({ name, password: "correct horse" })));
});

afterAll(async () => {
  await yonder.stop();
  console.log(
    `Handed over twice before de-duplication in ${seeds.length} kills: ${duplicates.managed} with stream management, ${duplicates.unmanaged} without`,
  );
});

test.each(seeds)("no acknowledged message is lost or doubled when the server is killed, seed %i", async (seed) => {
  const random = seededRandom(seed);
  const killed = Promise.withResolvers<void>();
  const conversations = converse(seed, random, () => killed.resolve(yonder.kill()));
  const sending = conversations.map(({ sender }) => sender.run());
  for (const conversation of conversations) conversation.startRecipient(false);

  await killed.promise;
  const acknowledged = conversations.reduce((sum, { sender }) => sum + sender.acknowledged, 0);
  const start = performance.now();
  await yonder.restart();
  for (const conversation of conversations) conversation.startRecipient(true);
  await Promise.all(sending);
  await Promise.all(conversations.filter(({ managesStream }) => managesStream).map(allArrived));
  const recovered = performance.now() - start;
  await Promise.all(conversations.map((conversation) => conversation.finish()));

  report(seed, acknowledged, recovered, conversations);
  for (const conversation of conversations) conversation.expectDelivered();
  await Promise.all(conversations.map((conversation) => conversation.expectArchived()));
});

test("the database is whole after all that", async () => {
  await yonder.stop();
  expect(databaseIntegrity(yonder.dataDir)).toBe("ok");
});

/** Conversations that call `kill` after a seeded number of messages sent, acknowledged or arrived, or a moment later. */
function converse(seed: number, random: () => number, kill: () => void): Conversation[] {
  const instant = Math.ceil(random() * 3 * messagesPerPair * pairs.length * 0.9);
  const delay = random() < 0.5 ? 0 : random() * 3;
  let events = 0;
  const onEvent = (): void => {
    if (++events !== instant) return;
    if (delay === 0) kill();
    else setTimeout(kill, delay);
  };
  const portOf = (transport: Address["transport"]): number =>
    transport === "tcp" ? yonder.ports.c2s : yonder.ports.http;
  const windows = pairs.map(() => 1 + Math.floor(random() * 50));
  return pairs.map(
    (kind, index) =>
      new Conversation({
        index,
        kind,
        seed,
        total: messagesPerPair,
        window: windows[index] ?? 1,
        portOf,
        onEvent,
        archiveEnds,
      }),
  );
}

async function allArrived(conversation: Conversation): Promise<void> {
  const state = (): string =>
    `${conversation.arrived} of ${messagesPerPair} arrived at ${conversation.recipient.options.username}`;
  await until("all messages arrive", () => conversation.arrived >= messagesPerPair, { state, timeout: 20_000 });
}

function report(seed: number, acknowledged: number, recovered: number, conversations: readonly Conversation[]): void {
  const sum = (of: (conversation: Conversation) => number): number =>
    conversations.reduce((total, one) => total + of(one), 0);
  const [managed, unmanaged] = [
    sum((one) => (one.managesStream ? one.recipient.duplicates : 0)),
    sum((one) => (one.managesStream ? 0 : one.recipient.duplicates)),
  ];
  duplicates.managed += managed;
  duplicates.unmanaged += unmanaged;
  const resent = sum(({ sender }) => sender.resent);
  console.log(
    `seed ${seed}: killed at ${acknowledged} acknowledged, ${resent} sent again, all there ${Math.round(recovered)} ms after, twice ${managed} + ${unmanaged}`,
  );
}
