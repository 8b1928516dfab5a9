import { afterEach, describe, expect, test } from "vitest";
import { closeAll, connectAs, PING, withAlice } from "./stage.fixture.ts";

afterEach(closeAll);

describe("a stream over HTTP", () => {
  test("leads to a session", async () => {
    const alice = await connectAs("alice", await withAlice());
    alice.send(PING);
    expect(await alice.until(/<iq [^>]*id='p1'[^>]*>/)).toBe(
      "<iq xmlns='jabber:client' type='result' id='p1' from='localhost' to='alice@localhost/web'/>",
    );
  });
});
