import { serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { TraceStep } from "../../router/trace-step.ts";
import { wayElement } from "./way.ts";

const at = (node: string, ms: number) => ({ node, at: 1_000 + ms, message: "3mv" });
const received = {
  step: "received",
  from: "alice@localhost/web",
  transport: "websocket",
  to: "bob@localhost",
  id: "m1",
  ...at("north", 0),
} as const;

/** The target node's clock is an hour ahead. */
const HOUR = 3_600_000;
const steps: readonly TraceStep[] = [
  received,
  { step: "accepted", micros: 800, ...at("north", 0.8) },
  { step: "looked-up", user: "bob@localhost", places: [], isCached: false, micros: 100, ...at("north", 0.9) },
  {
    step: "relayed",
    to: "harbour",
    kind: "deliver",
    outcome: "delivered",
    sessions: 1,
    micros: 1_100,
    ...at("north", 2),
  },
  { step: "settled", sessions: 1, isTold: true, ...at("north", 2) },
  { step: "reached", ...at("north", 12) },
  { step: "taken", from: "north", ...at("harbour", HOUR) },
  { step: "handed", how: "live", to: "bob@localhost/desk", ...at("harbour", HOUR + 0.1) },
  { step: "handed", how: "live", to: "alice@localhost/desk", ...at("harbour", HOUR + 0.1) },
  { step: "acknowledged", by: "bob@localhost/desk", transport: "tcp", ...at("harbour", HOUR + 9.5) },
];

test("what another node did is told in the time of the sender's, whatever its clock says", () => {
  expect(serialize(wayElement(received, steps, { isWhole: true, hasNames: true }))).toBe(
    "<way xmlns='urn:yonder:way:0' id='m1' to='bob@localhost' transport='websocket' node='north' state='reached'>" +
      "<stored at='800'/><looked-up at='900' micros='100'/><handed at='1500' node='harbour' same='false'/>" +
      "<acknowledged at='10900' transport='tcp'/><reached at='12000'/></way>",
  );
});

test("a message that waited is told by the clock of the node where it was handed over", () => {
  const pending = steps.filter(({ step }) => step !== "relayed" && step !== "taken");
  const way = serialize(wayElement(received, pending, { isWhole: true, hasNames: false }));
  expect(way).toContain(`<handed at='${HOUR * 1_000 + 100}' same='false'/>`);
  expect(way).not.toMatch(/north|harbour/);
});
