import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TcpPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import { temporaryFolder } from "../support/children.ts";
import { named } from "../support/programs.ts";
import { missingMount, mountSmallDisk } from "../support/root.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { hears, lastWords } from "./siege.ts";

const PASSWORD = "correct horse";

async function enter(node: Yonder, name: string): Promise<TcpPeer> {
  const peer = await TcpPeer.connect(node.ports.c2s);
  await peer.logIn(name, PASSWORD);
  await peer.bind("r");
  return peer;
}

const chat = (id: string) =>
  `<message to='bob@localhost' type='chat' id='${id}'><body>${"x".repeat(20_000)}</body></message>`;

test.skipIf(missingMount())(
  named("a full disk refuses messages, loses none, and takes them again when there is room", missingMount()),
  async () => {
    const disk = temporaryFolder("disk");
    mountSmallDisk(disk, 16_000);
    const dataDir = join(disk, "data");
    mkdirSync(dataDir, { mode: 0o700 });
    const node = await startYonder({ dataDir });
    await node.users(["alice", "bob"].map((name) => ({ name, password: PASSWORD })));
    const alice = await enter(node, "alice");
    alice.send(`${chat("before")}<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
    await hears(alice, "id='p'");
    const ballast = join(disk, "ballast");
    fill(ballast);
    alice.send(chat("refused"));
    expect(await hears(alice, /<message [^>]*type='error'.*?<\/message>/)).toMatch(
      /id='refused'.*<resource-constraint/,
    );
    rmSync(ballast);
    alice.send(
      `${chat("after")}<presence/><message to='alice@localhost' type='chat' id='kept'><body>x</body></message>`,
    );
    await hears(alice, "id='kept'");
    const bob = await enter(node, "bob");
    bob.send("<presence/>");
    const heard = (await hears(bob, "id='after'")).match(/ id='(?:before|refused|after)'/g);
    expect(heard).toEqual([" id='before'", " id='after'"]);
    for (const peer of [alice, bob]) {
      peer.send("</stream:stream>");
      await lastWords(peer);
    }
    await node.stop();
  },
);

/** Until nothing more goes in. */
function fill(path: string): void {
  for (const size of [1_000_000, 10_000, 100]) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(size));
    } catch (error) {
      expect(error).toMatchObject({ code: "ENOSPC" });
    }
  }
}
