import { afterEach, expect, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { TcpTransport } from "./tcp.ts";

const open: { abortAll(): void; stopAccepting(): void }[] = [];

afterEach(() => {
  for (const transport of open.splice(0)) {
    transport.stopAccepting();
    transport.abortAll();
  }
});

async function serve(node: FakeNode): Promise<number> {
  const transport = new TcpTransport(node.transport, "starttls");
  open.push(transport);
  return transport.listen(0, ["127.0.0.1"]);
}

test("a client logs in by SCRAM, binds a resource and pings", async () => {
  const node = new FakeNode();
  await node.addAccount("alice", "correct horse");
  const alice = await TcpPeer.connect(await serve(node));
  await alice.logIn("alice", "correct horse");
  await alice.bind("phone");
  alice.send("<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
  expect(await alice.until(/<iq [^>]*id='p1'[^>]*>/)).toBe(
    "<iq type='result' id='p1' from='localhost' to='alice@localhost/phone'/>",
  );
});
