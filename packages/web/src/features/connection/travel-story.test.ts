import type { Conversation, EngineApi, Message, Way } from "@yonder/client";
import { describe, expect, test } from "vitest";
import { lastOwn, storyOf } from "./travel-story.ts";

const WAY: Way = {
  to: "bob@hill.example",
  node: "north-2",
  state: "reached",
  stored: { at: 1.8 },
  lookedUp: { at: 1.9, took: 0.1 },
  handed: { at: 2.5, node: "harbour-1", isSame: false },
  acknowledged: { at: 21.1, device: "app" },
  reached: { at: 21.4 },
};

describe("the story of a message", () => {
  test("begins in this browser, half a round trip before the server had it, and ends there", () => {
    const story = storyOf(WAY, 21.2);
    expect(story).toMatchObject({ kind: "person", source: "north-2", target: "harbour-1", device: "app" });
    const { at, parts } = story;
    expect([at.server, at.stored, at.lookedUp, at.delivered, at.answered].map(rounded)).toEqual([
      10.6, 12.4, 12.5, 22.4, 42.6,
    ]);
    expect([parts.toServer, parts.lookUp, parts.toNode, parts.toDevice].map(rounded)).toEqual([10.6, 0.1, 0.6, 9.3]);
  });

  test("may have no end yet", () => {
    const { acknowledged: _, reached: _r, ...way } = WAY;
    const { at, parts, kind } = storyOf(way, 20);
    expect([kind, at.delivered, at.answered, parts.toDevice]).toEqual(["person", undefined, undefined, undefined]);
  });

  test("waits with those who are away", () => {
    const { to, node, stored, lookedUp } = WAY;
    expect(storyOf({ to, node, state: "kept", stored, lookedUp } as Way, 20)).toMatchObject({
      kind: "away",
      target: undefined,
      at: { stored: 11.8, answered: undefined },
    });
  });

  test("waits with strangers too, as the server tells what became of it", () => {
    const { to, node, stored } = WAY;
    expect(storyOf({ to, node, state: "kept", stored } as Way, 20).kind).toBe("away");
  });

  test("is told as far as the nodes remember it", () => {
    const { handed: _, acknowledged: _a, ...way } = WAY;
    expect(storyOf(way, 20)).toMatchObject({ kind: "person", target: undefined, at: { answered: 41.4 } });
  });

  test("tells of strangers when they have it, and no more", () => {
    const { to, node, stored, reached } = WAY;
    const story = storyOf({ to, node, state: "reached", stored, reached } as Way, 20);
    expect(story).toMatchObject({ kind: "stranger", target: undefined, at: { answered: 41.4, delivered: undefined } });
  });

  test("ends in a group where that is kept, and with what it says to us", () => {
    const way: Way = {
      to: "hut@rooms.example",
      node: "north-2",
      state: undefined,
      kept: { at: 3, node: "harbour-1", isSame: false },
    };
    expect(storyOf(way, 20)).toMatchObject({ kind: "group", target: "harbour-1", at: { stored: 13, answered: 23 } });
  });

  test("never runs back, whatever clocks say", () => {
    const { parts } = storyOf(
      { ...WAY, handed: { at: 0.5, node: "x", isSame: false }, acknowledged: { at: 0.1, device: undefined } },
      20,
    );
    expect([parts.toNode, parts.toDevice]).toEqual([0, 0]);
  });
});

const message = (peer: string, at: number, changes: Partial<Message> = {}): Message => ({
  ...{ key: `${peer}-${at}`, id: `${peer}-${at}`, peer, isOwn: true, body: "x", place: at, at, state: "reached" },
  ...changes,
});

/** Conversations, newest first; each with its messages, oldest first. */
function engineOf(talks: Readonly<Record<string, readonly Message[]>>) {
  const opened: string[] = [];
  const conversations = Object.entries(talks).map(([peer, all]) => ({ peer, last: all.at(-1) }) as Conversation);
  const engine = {
    conversations,
    history: (peer: string) => (opened.includes(peer) ? (talks[peer] ?? []) : []),
    openConversation: async (peer: string) => void opened.push(peer),
  } as unknown as EngineApi;
  return { engine, opened };
}

describe("the last message of ours", () => {
  test("is the newest of all conversations, behind what others answered", async () => {
    const { engine, opened } = engineOf({
      amina: [message("amina", 5), message("amina", 9, { isOwn: false })],
      bob: [message("bob", 8)],
      carol: [message("carol", 7)],
    });
    expect((await lastOwn(engine))?.key).toBe("bob-8");
    expect(opened).toEqual(["amina"]);
  });

  test("has left, and was not removed", async () => {
    const { engine } = engineOf({
      amina: [message("amina", 5), message("amina", 8, { isRemoved: true }), message("amina", 9, { state: "waiting" })],
    });
    expect((await lastOwn(engine))?.key).toBe("amina-5");
  });

  test("may not be there", async () => {
    expect(await lastOwn(engineOf({ amina: [message("amina", 9, { isOwn: false })] }).engine)).toBeUndefined();
    expect(await lastOwn(engineOf({}).engine)).toBeUndefined();
  });
});

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 10) / 10;
}
