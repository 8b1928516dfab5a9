import { expect, test, vi } from "vitest";
import { FakeClock } from "../../testing/fake-clock.ts";
import { BOUND, FEATURES, Line } from "../../testing/fake-guest-line.ts";
import { recallTalk } from "./recall.ts";

const PASS = { address: "x4bm@guest.example.com", agent: "agent-1", token: "secret-token:guest-1" };
const SUCCESS = `<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>x4bm@guest.example.com/page</authorization-identifier>${BOUND}</success>`;

/** Somebody who asks what was said, and the server's end of that. */
async function ask() {
  const lines: Line[] = [];
  const clock = new FakeClock();
  const locate = async () => ["wss://example.com"];
  const socket = () => lines[lines.push(new Line()) - 1] as Line;
  const told = recallTalk({ locate, socket, clock, random: () => 0.5 }, PASS, "amina@example.com");
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  const [line] = lines as [Line];
  line.onopen?.();
  line.says("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='s' version='1.0'/>");
  line.says(FEATURES);
  await vi.waitFor(() => expect(line.got("authenticate")).toHaveLength(1));
  return { told, line, clock };
}

const said = (from: string, id: string, inside: string) =>
  `<message xmlns='jabber:client' from='${from}' to='x4bm@guest.example.com/page' type='chat' id='${id}'>${inside}` +
  "<delay xmlns='urn:xmpp:delay' stamp='2026-11-22T12:00:00Z'/></message>";

test("what a guest and a member wrote is asked for as that guest, with all that became of it", async () => {
  const { told, line } = await ask();
  line.says(SUCCESS);
  await vi.waitFor(() => expect(line.got("iq")).toHaveLength(1));
  const [iq] = line.got("iq");
  expect(iq?.attr("to")).toBe("amina@example.com");
  expect(iq?.child("back", "urn:yonder:guest:0")?.attr("all")).toBe("true");
  const [guest, amina] = ["x4bm@guest.example.com/before", "amina@example.com/hill"];
  line.says(said(guest, "1", "<body>Is Saturday suitable?</body>"));
  line.says(said(amina, "2", "<body>It si</body>"));
  line.says(said(amina, "3", "<body>It is</body><replace xmlns='urn:xmpp:message-correct:0' id='2'/>"));
  line.says(said(amina, "4", "<body>Not mine</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>"));
  line.says(said(amina, "5", "<received xmlns='urn:xmpp:receipts' id='1'/>"));
  line.says(said("x4bm@guest.example.com", "6", "<body>I have an address now</body><moved xmlns='urn:xmpp:moved:1'/>"));
  line.says(said("eve@example.com/phone", "7", "<body>And me</body>"));
  line.says(`<iq xmlns='jabber:client' type='result' id='${iq?.attr("id")}'/>`);
  const at = Date.UTC(2026, 10, 22, 12);
  expect(await told).toEqual([
    { id: "1", isOwn: true, body: "Is Saturday suitable?", at },
    { id: "2", isOwn: false, body: "It is", at },
  ]);
  expect(line.isClosed || line.got("close").length > 0).toBe(true);
});

test("nothing is known of a guest whom the server does not know, or where it says nothing", async () => {
  const { told, line } = await ask();
  line.says("<failure xmlns='urn:xmpp:sasl:2'><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>");
  expect(await told).toEqual([]);
  const silent = await ask();
  silent.clock.advance(15_000);
  expect(await silent.told).toEqual([]);
});
