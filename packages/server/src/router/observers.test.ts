import { pino } from "pino";
import { expect, test } from "vitest";
import type { Events, Feature } from "../features/feature.ts";
import { openHouse } from "../features/house.fixture.ts";

const told = ["end", "lost", "gap"] as const;

/** Does the same with each of what features are told of. */
function listening(name: string, listen: (event: string) => Promise<void>): Feature {
  const on = Object.fromEntries(told.map((event) => [event, () => listen(event)]));
  return { name, start: () => ({ on }) };
}

test("what has happened reaches every feature, also behind those that fail", async () => {
  const [heard, logged]: [string[], string[]] = [[], []];
  const failing = listening("failing", (event) => Promise.reject(new Error(`${event} not taken`)));
  const hearing = listening("hearing", async (event) => void heard.push(event));
  const log = pino({ level: "error" }, { write: (line: string) => logged.push(JSON.parse(line).err.message) });
  const { host, login } = await openHouse([failing, hearing, { ...failing, name: "too" }], {}, log);
  const romeo = await login("romeo@example.com/orchard");
  await romeo.leaves();
  host.router.lost([{ user: "juliet@example.com" } as Events["lost"]]);
  host.router.gap();
  await expect.poll(() => logged.length).toBe(6);
  expect(heard.sort()).toEqual([...told].sort());
  expect(logged.sort()).toEqual([...told, ...told].map((event) => `${event} not taken`).sort());
});
