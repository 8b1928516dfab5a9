import { afterEach, expect, test } from "vitest";
import { TcpPeer } from "./peer.fixture.ts";
import { closeAll, makeTls, start, withAlice } from "./tcp-stage.fixture.ts";

afterEach(closeAll);

test("TLS does not end together with the stream that the peer has ended, so that the peer reads the end of ours first", async () => {
  const tls = await makeTls();
  const port = await start(await withAlice({ tls }), "direct-tls").port;
  const alice = await TcpPeer.connectTls(port);
  alice.open();
  await alice.until("</stream:features>");
  alice.send("</stream:stream>");
  await alice.until("</stream:stream>");
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(alice.isClosed).toBe(false);
  await alice.untilClosed();
});
