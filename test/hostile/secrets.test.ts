import { createHmac } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ScramClient } from "@yonder/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { encode } from "../../packages/server/src/transport/peer.fixture.ts";
import { put, slotsFor } from "../support/uploader.ts";
import { hears, type Peer, Siege, TRANSPORTS, type Transport } from "./siege.ts";

const siege = Siege.lay({ YONDER_LOG_LEVEL: "trace", YONDER_REGISTRATION: "open" });

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const SASL2 = "xmlns='urn:xmpp:sasl:2'";
const CLIENT = "xmlns='jabber:client'";
const AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770";
const WORDS = "what they say to each other";
const NEW_PASSWORD = "a password of their own";

describe("whatever is done, at the most talkative level of the log", () => {
  /** What must not be in it, by what it is. */
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    secrets.set("the password", "correct horse").set("the new password", NEW_PASSWORD).set("what was said", WORDS);
    for (const transport of TRANSPORTS) await live(transport, secrets);
    const account = {
      transport: "tcp",
      port: siege.node.ports.c2s,
      username: "alice",
      password: "correct horse",
    } as const;
    const [slot] = await slotsFor(account, 3);
    await put(slot?.put ?? "", new Uint8Array(3));
    secrets.set("the address of a file", new URL(slot?.get ?? "").pathname);
  });

  test("something is logged of it", () => {
    expect(siege.node.output()).toContain("logged in");
    expect(siege.node.output()).toContain("login refused");
  });

  test.each([
    "the password",
    "the new password",
    "what was said",
    "the address of a file",
    ...TRANSPORTS.flatMap((transport) => [
      `a token over ${transport}`,
      `a SCRAM proof over ${transport}`,
      `a SCRAM challenge over ${transport}`,
      `the id for resuming over ${transport}`,
      `a password that was wrong over ${transport}`,
    ]),
  ])("%s is not in the log", (name) => {
    const secret = secrets.get(name) ?? "";
    expect(secret.length).toBeGreaterThan(10);
    for (const written of [secret, encode(secret), encodeURIComponent(secret), secret.replaceAll('"', '\\"')])
      expect(siege.node.output()).not.toContain(written);
  });

  test("what the node keeps, and its socket, are for its own user alone", () => {
    const all = readdirSync(siege.node.dataDir, { recursive: true }).map((path) =>
      join(siege.node.dataDir, String(path)),
    );
    const open = [siege.node.dataDir, ...all].filter((path) => (statSync(path).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    expect(all.map((path) => path.split("/").at(-1))).toEqual(expect.arrayContaining(["yonder.db", "control.sock"]));
  });
});

/** Logs in by whatever way there is, makes an account, and talks. */
async function live(transport: Transport, secrets: Map<string, string>): Promise<void> {
  const alice = await siege.open(transport);
  const wrong = `wrong horse ${transport} wrong horse`;
  secrets.set(`a password that was wrong over ${transport}`, wrong);
  alice.send(`<auth ${SASL} mechanism='PLAIN'>${encode(`\0alice\0${wrong}`)}</auth>`);
  await hears(alice, "</failure>");
  const token = await signIn(alice, transport, secrets);
  alice.send(`<enable xmlns='urn:xmpp:sm:3' resume='true'/>`);
  const id = /id='([^']*)'/.exec(await hears(alice, /<enabled [^>]*>/))?.[1] ?? "";
  secrets.set(`the id for resuming over ${transport}`, id);
  alice.send(`<message ${CLIENT} to='bob@localhost' type='chat' id='m'><body>${WORDS}</body></message>`);
  alice.abort();
  await comeBack(transport, token, id);
  const newcomer = await siege.open(transport);
  const account = `<username>new-${transport.toLowerCase()}</username><password>${NEW_PASSWORD}</password>`;
  newcomer.send(`<iq ${CLIENT} type='set' id='reg'><query xmlns='jabber:iq:register'>${account}</query></iq>`);
  await hears(newcomer, "id='reg'");
  newcomer.abort();
}

/** In one request, and asks for a token. Returns it. */
async function signIn(alice: Peer, transport: Transport, secrets: Map<string, string>): Promise<string> {
  const client = new ScramClient({ hash: "SHA-256", username: "alice", password: "correct horse" });
  const more =
    `<user-agent id='${AGENT}'/><request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>` +
    "<bind xmlns='urn:xmpp:bind:0'/>";
  alice.send(
    `<authenticate ${SASL2} mechanism='SCRAM-SHA-256'><initial-response>${encode(client.first())}</initial-response>${more}</authenticate>`,
  );
  const challenge = /<challenge[^>]*>([^<]*)</.exec(await hears(alice, "</challenge>"))?.[1] ?? "";
  secrets.set(`a SCRAM challenge over ${transport}`, Buffer.from(challenge, "base64").toString());
  const proof = await client.respond(Buffer.from(challenge, "base64").toString());
  secrets.set(`a SCRAM proof over ${transport}`, /p=(.*)$/.exec(proof)?.[1] ?? "");
  alice.send(`<response ${SASL2}>${encode(proof)}</response>`);
  const success = await hears(alice, "</success>");
  const token = / token='([^']*)'/.exec(success)?.[1] ?? "";
  secrets.set(`a token over ${transport}`, token);
  return token;
}

/** With the token, and goes on. */
async function comeBack(transport: Transport, token: string, previd: string): Promise<void> {
  const again = await siege.open(transport);
  const proof = createHmac("sha256", token).update("Initiator").digest();
  const response = Buffer.concat([Buffer.from("alice\0"), proof]).toString("base64");
  again.send(
    `<authenticate ${SASL2} mechanism='HT-SHA-256-NONE'><initial-response>${response}</initial-response><user-agent id='${AGENT}'/>` +
      `<fast xmlns='urn:xmpp:fast:0'/><resume xmlns='urn:xmpp:sm:3' previd='${previd}' h='0'/></authenticate>`,
  );
  await hears(again, "</success>");
  again.abort();
}
