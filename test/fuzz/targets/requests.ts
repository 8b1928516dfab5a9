import { type Element, Jid, NS, serialize, withAttrs, xml } from "@yonder/protocol";
import { elementOf } from "../events.ts";
import { mutatedElement } from "../generator.ts";
import type { Random } from "../random.ts";
import { nextTurn, type Player, Stage } from "../stage.ts";
import { type Line, scenes, stanzas } from "../stanzas.ts";
import { must, type Target } from "../target.ts";

/** Who says a stanza: their full address, a space, and the stanza. */
type Said = string;

const PEOPLE =
  "romeo@example.com/orchard romeo@example.com/home juliet@example.com/balcony juliet@example.com/chamber tybalt@example.com/street friar@example.com/cell".split(
    " ",
  );
const STANZAS: ReadonlySet<string> = new Set(["message", "presence", "iq"]);

/** Every feature stands what the conformance scripts send when it is changed: each request has one answer, and others still talk. */
export const requests: Target<readonly Said[]> = {
  name: "requests",
  make: (random) => random.some(4, 16, () => scene(random)).flat(),
  sizeOf: (said) => said.length,
  async check(said, lap) {
    const stage = await Stage.open();
    try {
      for (const address of PEOPLE) await stage.player(address);
      await stage.atRest();
      lap();
      for (const [index, line] of said.entries()) {
        await say(stage, line, index);
        lap();
      }
      await stage.atRest();
      lap();
      await checkCanaries(stage);
    } finally {
      await stage.close();
    }
  },
};

/** A script of the conformance tests, as somebody who means no good would play it. */
function scene(random: Random): Said[] {
  const isHonest = random.chance(0.1);
  return random.pick(scenes).flatMap((line): Said[] => {
    if (isHonest || random.chance(0.4)) return [written(line)];
    if (random.chance(0.05)) return [];
    const who = random.chance(0.9) ? line.who : random.pick(PEOPLE);
    const changed = { who, stanza: mutatedElement(line.stanza, random, stanzas) };
    return random.chance(0.03) ? [written(changed), written(changed)] : [written(changed)];
  });
}

function written({ who, stanza }: Line): Said {
  return `${PEOPLE.includes(who) ? who : (PEOPLE.find((address) => address.startsWith(who.split("@")[0] ?? "")) ?? PEOPLE[0])} ${serialize(stanza)}`;
}

async function say(stage: Stage, said: Said, index: number): Promise<void> {
  const space = said.indexOf(" ");
  const player = await stage.player(said.slice(0, space));
  const stanza = elementOf(filledIn(said.slice(space + 1), player));
  if (stanza?.ns !== NS.client || !STANZAS.has(stanza.name)) return;
  player.says(withOwnId(stanza, index));
  await nextTurn();
  stage.checkFaults();
}

/** What a script has captured: something that came. */
function filledIn(text: string, { ids }: Player): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) =>
    escaped(ids[(name.length + name.charCodeAt(0)) % (ids.length || 1)] ?? name),
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Requests are told apart by their ids. */
function withOwnId(stanza: Element, index: number): Element {
  return stanza.name === "iq" && stanza.attr("id")
    ? withAttrs(stanza, { id: `${stanza.attr("id")?.slice(0, 40)}-${index}` })
    : stanza;
}

async function checkCanaries(stage: Stage): Promise<void> {
  const [one, two] = [await stage.player("canary1@example.com/cage"), await stage.player("canary2@example.com/cage")];
  await stage.atRest();
  let heard: string | undefined;
  two.onStanza = (stanza) => {
    if (stanza.name === "message") heard = stanza.childText("body");
  };
  const to = Jid.parse("canary2@example.com").toString();
  one.says(xml("message", NS.client, { to, type: "chat", id: "canary" }, xml("body", NS.client, null, "tweet")));
  for (let turn = 0; heard === undefined && turn < 100; turn++) await nextTurn();
  must(heard === "tweet", "the canaries do not hear each other");
}
