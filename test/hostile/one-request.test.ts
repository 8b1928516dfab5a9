import { createHmac } from "node:crypto";
import { ScramClient } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { encode } from "../../packages/server/src/transport/peer.fixture.ts";
import { hears, lastWords, Siege, TRANSPORTS, type Transport } from "./siege.ts";

const siege = Siege.lay();

const SASL2 = "xmlns='urn:xmpp:sasl:2'";
const CLIENT = "xmlns='jabber:client'";
const AGENT = "<user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/>";
const FAST = "<fast xmlns='urn:xmpp:fast:0'/>";
const failure = (condition: string) =>
  `<failure ${SASL2}><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>`;
const authenticate = (mechanism: string, inside: string) =>
  `<authenticate ${SASL2} mechanism='${mechanism}'>${inside}</authenticate>`;
const first = (text: string) => `<initial-response>${encode(text)}</initial-response>`;
const withToken = (text: string, inside = AGENT + FAST) => authenticate("HT-SHA-256-NONE", first(text) + inside);

const attempts: readonly (readonly [name: string, text: string, condition: string])[] = [
  ["by no mechanism", `<authenticate ${SASL2}/>`, "invalid-mechanism"],
  ["by an unknown mechanism", authenticate("X-NOBODY", ""), "invalid-mechanism"],
  ["that is no base64", authenticate("SCRAM-SHA-1", "<initial-response>*</initial-response>"), "incorrect-encoding"],
  ["without a name", authenticate("SCRAM-SHA-1", first("n,,n=,r=nonce")), "malformed-request"],
  ["that begins with a response", `<response ${SASL2}>AAAA</response>`, "malformed-request"],
  ["that is aborted before it begins", `<abort ${SASL2}/>`, "aborted"],
  ["with a task that nobody set", `<next ${SASL2} task='X'/>`, "malformed-request"],
  ["with an unknown element", `<anything ${SASL2}/>`, "malformed-request"],
  ["with a token that is none", withToken(`alice\0${"x".repeat(32)}`), "not-authorized"],
  ["with a token that is cut off", withToken("alice\0xx"), "not-authorized"],
  ["with a token without a name", withToken("\0xx"), "malformed-request"],
  ["with a name without a token", withToken("alice"), "malformed-request"],
  ["with a token and no client", withToken("alice\0xx", FAST), "invalid-mechanism"],
  ["with a token that is not called one", withToken("alice\0xx", AGENT), "invalid-mechanism"],
  ["with a token bound as nobody can", authenticate("HT-SHA-256-UNIQ", AGENT + FAST), "invalid-mechanism"],
];

/** Of a client of Mallory's. */
async function tokenOver(transport: Transport): Promise<string> {
  const mallory = await siege.open(transport);
  const scram = new ScramClient({ hash: "SHA-1", username: "mallory", password: "correct horse" });
  const wish = "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/><bind xmlns='urn:xmpp:bind:0'/>";
  mallory.send(authenticate("SCRAM-SHA-1", first(scram.first()) + AGENT + wish));
  const challenge = /<challenge[^>]*>([^<]*)</.exec(await hears(mallory, "</challenge>"))?.[1] ?? "";
  const answer = await scram.respond(Buffer.from(challenge, "base64").toString());
  mallory.send(`<response ${SASL2}>${encode(answer)}</response>`);
  return / token='([^']*)'/.exec(await hears(mallory, "</success>"))?.[1] ?? "";
}

describe("a login in one request", () => {
  const cases = TRANSPORTS.flatMap((transport) =>
    attempts.map(([name, text, condition]) => ({ transport, name, text, condition })),
  );

  test.each(cases)("$name fails over $transport", async ({ transport, text, condition }) => {
    const mallory = await siege.open(transport);
    mallory.send(text);
    await hears(mallory, failure(condition));
    await mallory.logIn("mallory", "correct horse", "open");
    await siege.expectCalm();
  });

  test.each(TRANSPORTS)("does nothing of what it asks for when it fails, over %s", async (transport) => {
    const mallory = await siege.open(transport);
    const bind = "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3'/></bind>";
    const resume = "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>";
    const token = "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>";
    mallory.send(withToken("alice\0xx", AGENT + FAST + bind + resume + token));
    await hears(mallory, failure("not-authorized"));
    mallory.send(`<message ${CLIENT} to='alice@localhost'><body>x</body></message>`);
    expect(await lastWords(mallory)).toContain("<not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'");
    await siege.expectCalm();
  });

  test.each(TRANSPORTS)("with a token that is recorded and played again over %s fails", async (transport) => {
    const token = await tokenOver(transport);
    const proof = createHmac("sha256", token).update("Initiator").digest();
    const response = Buffer.concat([Buffer.from("mallory\0"), proof]).toString("base64");
    const fast = "<fast xmlns='urn:xmpp:fast:0' count='7'/>";
    const recorded = authenticate("HT-SHA-256-NONE", `<initial-response>${response}</initial-response>${AGENT}${fast}`);
    const mallory = await siege.open(transport);
    mallory.send(recorded);
    await hears(mallory, "</success>");
    const thief = await siege.open(transport);
    thief.send(recorded);
    await hears(thief, failure("not-authorized"));
    await siege.expectCalm();
  });

  test.each(TRANSPORTS)("that is interrupted by something else ends the stream over %s", async (transport) => {
    const mallory = await siege.open(transport);
    mallory.send(authenticate("SCRAM-SHA-1", first("n,,n=alice,r=nonce")));
    await hears(mallory, "</challenge>");
    mallory.send(`<presence ${CLIENT}/>`);
    expect(await lastWords(mallory)).toContain("<not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'");
    await siege.expectCalm();
  });
});
