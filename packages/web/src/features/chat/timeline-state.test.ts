import type { Message } from "@yonder/client";
import { createRoot } from "solid-js";
import { beforeAll, expect, it, vi } from "vitest";
import type { Yonder } from "../../state/yonder.ts";
import type { createTimeline as Create } from "./timeline-state.ts";

const PEER = "bob@example.com";
const NOON = Date.UTC(2026, 10, 23, 12);
let createTimeline: typeof Create;

beforeAll(async () => {
  vi.stubGlobal("window", globalThis);
  ({ createTimeline } = await import("./timeline-state.ts"));
});

function message(minute: number, isOwn = false): Message {
  const [key, at] = [`m${minute}`, NOON + minute * 60_000];
  return { key, id: key, peer: PEER, isOwn, body: key, state: "reached", place: minute, at } as unknown as Message;
}

/** A timeline of these messages, opened. */
async function open(first: readonly Message[]) {
  const state = { history: first, older: [] as readonly Message[] };
  const listeners = new Map<string, (value: unknown) => void>();
  const tell = (event: string, value: unknown) => listeners.get(event)?.(value);
  const engine = {
    history: () => state.history,
    groups: { get: () => undefined },
    past: { isAway: () => false, leave: () => {} },
    openConversation: async () => {},
    loadOlder: async () => {
      state.history = [...state.older, ...state.history];
      tell("history", PEER);
      return false;
    },
    on: (event: string, listener: (value: unknown) => void) => {
      listeners.set(event, listener);
      return () => {};
    },
  };
  const yonder = { engine, conversation: () => undefined } as unknown as Yonder;
  const timeline = createRoot(() => createTimeline({ yonder, peer: PEER, keepPlace: (update) => update() }));
  await vi.waitFor(() => expect(timeline.isOpened()).toBe(true));
  return {
    state,
    timeline,
    comes: async (one: Message) => {
      state.history = [...state.history, one].toSorted((a, b) => a.place - b.place);
      tell("message", one);
      await new Promise((resolve) => setTimeout(resolve, 60));
    },
    keys: () =>
      timeline
        .pieces()
        .flatMap((piece) => piece.value())
        .flatMap((item) => (item.kind === "group" ? item.messages.map(({ key }) => key) : [])),
  };
}

it("shows what the server took before the first message and what comes after it", async () => {
  const { comes, keys } = await open([message(5, true)]);
  await comes(message(3));
  await comes(message(8));
  expect(keys()).toEqual(["m3", "m5", "m8"]);
});

it("leaves out what is older than the page that was asked for", async () => {
  const { state, timeline, comes, keys } = await open(Array.from({ length: 60 }, (_, index) => message(100 + index)));
  expect(keys()).toHaveLength(50);
  await comes(message(101.5));
  expect(keys()).toHaveLength(50);
  state.older = [message(1), message(2)];
  await timeline.showOlder();
  await timeline.showOlder();
  expect(keys()).toHaveLength(63);
});
