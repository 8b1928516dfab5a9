import { afterEach, expect, test } from "vitest";
import { closeAll, connect, HEADER, streamError } from "../transport/tcp-stage.fixture.ts";
import { GUESTS, opened, withGuests } from "./guests-node.fixture.ts";
import { limitsOf } from "./node.fixture.ts";

afterEach(closeAll);

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
test("a guests' domain offers to come in without an account, and nothing else", async () => {
  const peer = await connect(withGuests());
  peer.open(GUESTS);
  const features = await peer.until("</stream:features>");
  expect(features).toContain(
    `<stream:features><mechanisms ${SASL}><mechanism>ANONYMOUS</mechanism></mechanisms>` +
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>ANONYMOUS</mechanism><inline><sm xmlns='urn:xmpp:sm:3'/>" +
      "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:sm:3'/></inline></bind>" +
      "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast></inline></authentication>" +
      `${limitsOf(16_384, 150)}</stream:features>`,
  );
});

test("a guest gets a name that nobody had before", async () => {
  const node = withGuests();
  const peer = await opened(node);
  peer.send(
    "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='ANONYMOUS'><initial-response/>" +
      "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3'/></bind></authenticate>",
  );
  expect(await peer.until("</success>")).toMatch(
    /<authorization-identifier>id-\d+-abcdefghijklmnop@guest.localhost\/id-\d+-abcdefghijklmnop<\/authorization-identifier><bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3'\/><\/bound>/,
  );
});

test("who came in as a guest does not go on as a member", async () => {
  const peer = await opened(withGuests());
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
  peer.send(text);
  await peer.until(`<failure ${SASL}><${condition}/></failure>`);
});

test("guests come in only where there is room", async () => {
  const peer = await opened(withGuests(false));
  peer.send(`<auth ${SASL} mechanism='ANONYMOUS'>=</auth>`);
  await peer.until(`<failure ${SASL}><temporary-auth-failure/></failure>`);
});

test("members do not come in without an account", async () => {
  const peer = await opened(withGuests(), "localhost");
  peer.send(`<auth ${SASL} mechanism='ANONYMOUS'>=</auth>`);
  await peer.until(`<failure ${SASL}><invalid-mechanism/></failure>`);
});
