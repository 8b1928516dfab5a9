import { createHmac, pbkdf2Sync } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";
import { failure, openStream, plain, SASL2 } from "./sasl2-peer.fixture.ts";

afterEach(closeAll);

const MORE = 8192;
const SCRAM_UPGRADE = "xmlns='urn:xmpp:scram-upgrade:0'";

/** Alice's keys are from a time when fewer iterations were asked for. */
function olderAlice(): Promise<FakeNode> {
  return withAlice({ stream: { allowPlaintext: true, passwordIterations: MORE } });
}

async function begin(node: FakeNode, tasks: readonly string[], inside = ""): Promise<TcpPeer> {
  const peer = await connect(node);
  await openStream(peer);
  const upgrades = tasks.map((task) => `<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>${task}</upgrade>`).join("");
  peer.send(
    `<authenticate ${SASL2} mechanism='PLAIN'>${plain("alice", "correct horse")}${upgrades}${inside}</authenticate>`,
  );
  return peer;
}

/** Does the task that was proposed. */
async function perform(peer: TcpPeer, task: string, hash: "sha1" | "sha256"): Promise<void> {
  await peer.until(`<tasks><task>${task}</task></tasks></continue>`);
  peer.send(`<next ${SASL2} task='${task}'/>`);
  const [, salt = ""] = /<salt [^>]*iterations='8192'>([^<]*)</.exec(await peer.until("</task-data>")) ?? [];
  const salted = pbkdf2Sync("correct horse", Buffer.from(salt, "base64"), MORE, hash === "sha1" ? 20 : 32, hash);
  peer.send(`<task-data ${SASL2}><hash ${SCRAM_UPGRADE}>${salted.toString("base64")}</hash></task-data>`);
}

describe("upgrades of keys (XEP-0480)", () => {
  test("are offered", async () => {
    const peer = await connect(await olderAlice());
    peer.open();
    expect(await peer.until("</stream:features>")).toContain(
      "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-256</upgrade>",
    );
  });

  test("renew keys that are weaker than those of new passwords, one after the other, and then let in", async () => {
    const node = await olderAlice();
    const before = await node.store.accounts.credentials("alice");
    const peer = await begin(node, ["UPGR-SCRAM-SHA-1", "UPGR-SCRAM-SHA-256"], "<bind xmlns='urn:xmpp:bind:0'/>");
    await perform(peer, "UPGR-SCRAM-SHA-256", "sha256");
    await perform(peer, "UPGR-SCRAM-SHA-1", "sha1");
    await peer.until("<bound xmlns='urn:xmpp:bind:0'");
    const after = await node.store.accounts.credentials("alice");
    expect(after).toMatchObject({ account: before?.account, sha1: { iterations: MORE }, sha256: { iterations: MORE } });
    // The password is the same.
    const again = await begin(node, []);
    await again.until("</success>");
  });

  test("are not asked for where the keys are as good as new ones", async () => {
    const node = await withAlice({ stream: { allowPlaintext: true } });
    const before = await node.store.accounts.credentials("alice");
    const peer = await begin(node, ["UPGR-SCRAM-SHA-256"]);
    await peer.until("<success");
    expect(await node.store.accounts.credentials("alice")).toEqual(before);
  });

  test("are done by clients that ask for them alone, and for tasks that we know", async () => {
    const node = await olderAlice();
    await (await begin(node, [])).until("<success");
    await (await begin(node, ["UPGR-BLOOP2"])).until("<success");
  });

  test.each([
    ["another task than the proposed one", `<next ${SASL2} task='UPGR-SCRAM-SHA-1'/>`, "malformed-request"],
    [
      "a hash before there is a salt",
      `<task-data ${SASL2}><hash ${SCRAM_UPGRADE}>AAAA</hash></task-data>`,
      "malformed-request",
    ],
    ["an answer to no challenge", `<response ${SASL2}>AAAA</response>`, "malformed-request"],
    ["an abort", `<abort ${SASL2}/>`, "aborted"],
  ])("%s ends the login, not the stream", async (_, text, condition) => {
    const node = await olderAlice();
    const peer = await begin(node, ["UPGR-SCRAM-SHA-256"]);
    await peer.until("</continue>");
    peer.send(text);
    await peer.until(failure(condition));
    peer.send(`<authenticate ${SASL2} mechanism='PLAIN'>${plain("alice", "correct horse")}</authenticate>`);
    await peer.until("</success>");
  });

  test.each([
    ["", "malformed-request"],
    ["AAAA", "malformed-request"],
    ["*", "incorrect-encoding"],
  ])("a hash that is none (%j) changes nothing", async (hash, condition) => {
    const node = await olderAlice();
    const before = await node.store.accounts.credentials("alice");
    const peer = await begin(node, ["UPGR-SCRAM-SHA-256"]);
    await peer.until("</continue>");
    peer.send(`<next ${SASL2} task='UPGR-SCRAM-SHA-256'/>`);
    await peer.until("</task-data>");
    peer.send(`<task-data ${SASL2}><hash ${SCRAM_UPGRADE}>${hash}</hash></task-data>`);
    await peer.until(failure(condition));
    expect(await node.store.accounts.credentials("alice")).toEqual(before);
  });

  test("whoever was refused is not asked for anything", async () => {
    const node = await olderAlice();
    const peer = await connect(node);
    await openStream(peer);
    const upgrade = "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-256</upgrade>";
    peer.send(`<authenticate ${SASL2} mechanism='PLAIN'>${plain("alice", "wrong")}${upgrade}</authenticate>`);
    await peer.until(failure("not-authorized"));
  });

  test("nothing else may be said before they are done", async () => {
    const peer = await begin(await olderAlice(), ["UPGR-SCRAM-SHA-256"]);
    await peer.until("</continue>");
    peer.send(`<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`);
    expect(await peer.untilClosed()).toContain("<not-authorized");
  });

  test("a client with a token cannot set keys", async () => {
    const node = await withAlice({ stream: { allowPlaintext: true, passwordIterations: MORE } });
    const agent = "<user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/>";
    const first = await begin(node, [], `${agent}<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>`);
    const [, token = ""] = / token='([^']*)'/.exec(await first.until("</success>")) ?? [];

    const proof = createHmac("sha256", token).update("Initiator").digest();
    const peer = await connect(node);
    await openStream(peer);

    const initial = Buffer.concat([Buffer.from("alice\0"), proof]).toString("base64");

    peer.send(
      `<authenticate ${SASL2} mechanism='HT-SHA-256-NONE'><initial-response>${initial}</initial-response>${agent}` +
        `<fast xmlns='urn:xmpp:fast:0'/><upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-256</upgrade></authenticate>`,
    );
    await peer.until("<success");
  });
});
