import { afterEach, expect, test } from "vitest";
import type { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, HEADER, streamError } from "../transport/tcp-stage.fixture.ts";
import { FakeNode, limitsOf } from "./node.fixture.ts";
import type { GuestEvents } from "./node-port.ts";

afterEach(closeAll);

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const GUESTS = "guest.localhost";

function withGuests(isOpen = true): FakeNode {
  const members = new FakeNode();
  const door: GuestEvents = Object.assign(members.router, { admits: () => isOpen });
  const guests = {
    ...members.stream,
    domain: GUESTS,
    door,
    registrar: undefined,
    inlineFeatures: [],
    limits: { ...members.stream.limits, resumptionSeconds: 0 },
  };
  Object.assign(members.stream, { guests: new Map([[GUESTS, guests]]) });
  return members;
}

async function opened(node: FakeNode, to = GUESTS): Promise<TcpPeer> {
  const peer = await connect(node);
  peer.open(to);
  return peer;
}

test("a guests' domain offers to come in without an account, and nothing else", async () => {
  const features = await (await opened(withGuests())).until("</stream:features>");
  expect(features).toContain(
    `<stream:features><mechanisms ${SASL}><mechanism>ANONYMOUS</mechanism></mechanisms>` +
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>ANONYMOUS</mechanism><inline><sm xmlns='urn:xmpp:sm:3'/>" +
      "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:sm:3'/></inline></bind></inline></authentication>" +
      `${limitsOf(16_384, 150)}</stream:features>`,
  );
});

test("a guest gets a name that nobody had before, and no session that could be taken over", async () => {
  const node = withGuests();
  const peer = await opened(node);
  await peer.until("</stream:features>");
  peer.send(
    "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='ANONYMOUS'><initial-response/>" +
      "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind></authenticate>",
  );
  expect(await peer.until("</success>")).toMatch(
    /<authorization-identifier>id-\d+-abcdefghijklmnop@guest.localhost\/id-\d+-abcdefghijklmnop<\/authorization-identifier><bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3'\/><\/bound>/,
  );
});

test("who came in as a guest does not go on as a member", async () => {
  const peer = await opened(withGuests());
  await peer.until("</stream:features>");
  peer.send(`<auth ${SASL} mechanism='ANONYMOUS'>=</auth>`);
  await peer.until("<success");
  peer.send(HEADER);
  expect(await peer.untilClosed()).toMatch(streamError("host-unknown"));
});

test.each([
  ["a password", `<auth ${SASL} mechanism='PLAIN'>AGFsaWNlAHg=</auth>`, "invalid-mechanism"],
  ["SCRAM", `<auth ${SASL} mechanism='SCRAM-SHA-1'>biwsbj1hLHI9Yg==</auth>`, "invalid-mechanism"],
  ["very much of themselves", `<auth ${SASL} mechanism='ANONYMOUS'>${"A".repeat(2_000)}</auth>`, "malformed-request"],
])("nobody comes in as a guest with %s", async (_, text, condition) => {
  const peer = await opened(withGuests());
  await peer.until("</stream:features>");
  peer.send(text);
  await peer.until(`<failure ${SASL}><${condition}/></failure>`);
});

test("guests come in only where there is room", async () => {
  const peer = await opened(withGuests(false));
  await peer.until("</stream:features>");
  peer.send(`<auth ${SASL} mechanism='ANONYMOUS'>=</auth>`);
  await peer.until(`<failure ${SASL}><temporary-auth-failure/></failure>`);
});

test("members do not come in without an account", async () => {
  const peer = await opened(withGuests(), "localhost");
  await peer.until("</stream:features>");
  peer.send(`<auth ${SASL} mechanism='ANONYMOUS'>=</auth>`);
  await peer.until(`<failure ${SASL}><invalid-mechanism/></failure>`);
});
