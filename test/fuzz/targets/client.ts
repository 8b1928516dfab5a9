import { setTimeout as sleep } from "node:timers/promises";
import { type Element, NS, parseElement, serialize, UNLIMITED } from "@yonder/protocol";
import type { Engine } from "../../../packages/client/src/engine.ts";
import {
  createFixture,
  type Fixture,
  isOnline,
  Reports,
  settle,
  signedIn,
} from "../../../packages/client/src/testing/fixture.ts";
import { bookmark, entered, presence, ROOM, said } from "../../../packages/client/src/testing/group-fixture.ts";
import { mutatedElement } from "../generator.ts";
import { answers, stanzas } from "../stanzas.ts";
import { must, type Target } from "../target.ts";

const ME = "alice@example.com";
/** What a group says to the engine. */
const OWN = [
  bookmark(entered),
  presence({ nick: "bob" }),
  presence({ codes: [110] }),
  said("bob", "g1", "hi"),
  said("alice", "g2", "me"),
];
const POOL: readonly Element[] = [...OWN.map(inClient), ...answers, ...stanzas].filter(isStanza).map(toMe);

/** The engine of the app stands whatever servers, rooms and people send, and hears the next message. */
export const client: Target<readonly string[]> = {
  name: "client",
  make: (random) => [
    ...(random.chance(0.5) ? OWN.slice(0, 3).map((text) => serialize(inClient(text))) : []),
    ...random.some(20, 120, () => {
      const stanza = random.pick(POOL);
      const changed = random.chance(0.15) ? stanza : mutatedElement(stanza, random, POOL);
      return serialize(isStanza(changed) ? changed : stanza);
    }),
  ],
  sizeOf: (frames) => frames.length,
  async check(frames, lap) {
    const fixture = createFixture();
    const faults: string[] = [];
    fixture.server.roster = "<item jid='bob@example.com' subscription='both'/>";
    const log = (event: string, cause?: unknown): void => {
      if (cause instanceof Error && FAULTS.has(cause.name)) faults.push(`${event}: ${cause.stack}`);
    };
    const engine = await signedIn(fixture, { log });
    const reports = new Reports(engine);
    for (const frame of frames) {
      if (fixture.server.isConnected) fixture.server.connection.frame(withoutPlaces(frame));
      await settle(2);
      lap();
    }
    fixture.clock.advance(5_000);
    await settle();
    lap();
    must(faults.length === 0, "a fault in the engine", faults[0]);
    await checkHears(fixture, engine, reports);
    await engine.signOut();
  },
};

/** Bugs, as against what the server refuses. */
const FAULTS: ReadonlySet<string> = new Set(["TypeError", "RangeError", "ReferenceError", "SyntaxError"]);

async function checkHears({ server, clock }: Fixture, engine: Engine, reports: Reports): Promise<void> {
  for (let round = 0; round < 10 && !isOnline(engine); round++) {
    clock.advance(30_000);
    await comesTrue(() => isOnline(engine));
  }
  must(isOnline(engine), "it does not come back");
  server.push(`<message from='bob@example.com/cage' to='${ME}' type='chat' id='canary'><body>tweet</body></message>`);
  must(await comesTrue(() => isHeard(reports)), "the next message is not heard");
}

/** Deriving keys and loading the engine's later parts take their time, whatever the clock of the fixture says. */
async function comesTrue(holds: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 200 && !holds(); waited++) await sleep(10);
  return holds();
}

function isHeard(reports: Reports): boolean {
  return reports.of("incoming").some(({ id }) => id === "canary");
}

/** What is of the stream may end it. */
function isStanza({ ns }: Element): boolean {
  return ns === NS.client;
}

function inClient(text: string): Element {
  return parseElement(text, UNLIMITED, NS.client);
}

/** As if we were one of those in the scripts. */
function toMe(stanza: Element): Element {
  return inClient(
    serialize(stanza).replaceAll(/(?:romeo|juliet)@example\.com(?:\/\w+)?/g, (address, at: number) =>
      at % 3 === 0 ? "bob@example.com/phone" : address.replace(/^\w+/, "alice"),
    ),
  );
}

/** What a script has captured. */
function withoutPlaces(frame: string): string {
  return frame.replace(/\{\w+\}/g, ROOM);
}
