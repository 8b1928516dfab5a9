import { Jid, NS, parseElement, serialize, withAttrs } from "@yonder/protocol";
import { pino } from "pino";
import { describe, expect, test, vi } from "vitest";
import type { Session } from "../stream/session.ts";
import { Barrier, type Blocklist, blockedReply, isListed } from "./barrier.ts";
import { SparseLists } from "./sparse-lists.ts";

/** Lists in a store that can be made to wait, as one node of two sees them. */
function open(lists: Record<string, readonly string[]>) {
  const stored = new Map(Object.entries(lists));
  const asked: string[] = [];
  const told: string[] = [];
  let gate = Promise.resolve();
  let isFailing = false;
  let isAway = false;
  const answerers = new Map<string, (username: string, from: string) => Promise<string>>();
  const sparse = new SparseLists<Blocklist>({
    name: "blocked",
    source: {
      async users(after) {
        if (isAway) throw new Error("away");
        return [...stored.keys()].toSorted().filter((name) => name > after);
      },
      async read(username) {
        asked.push(username);
        const addresses = stored.get(username);
        await gate;
        if (isFailing) throw new Error("away");
        return addresses && new Set(addresses);
      },
    },
    node: "node-1",
    directory: { nodes: () => ["node-1", "node-2"].map((node) => ({ node }) as never) },
    relay: {
      async ask(node, _topic, username) {
        told.push(`${node} ${username}`);
        return "noticed";
      },
      answer: (topic, answerer) => void answerers.set(topic, answerer),
    },
    log: pino({ level: "silent" }),
  });
  return {
    barrier: new Barrier("example.com", sparse),
    sparse,
    stored,
    asked,
    told,
    goAway(is: boolean) {
      isAway = is;
    },
    /** Reads wait until the returned function is called. */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    fail(now: boolean) {
      isFailing = now;
    },
    otherNodeSays: (username: string) => answerers.get("list-blocked")?.(username, "node-2"),
  };
}

const [romeo, juliet, tybalt] = ["romeo", "juliet", "tybalt"].map((name) => Jid.parse(`${name}@example.com/home`)) as [
  Jid,
  Jid,
  Jid,
];

/** Juliet's, and what somebody says. */
const session = { jid: juliet } as Session;
const from = (jid: Jid) => parseElement(`<message xmlns='${NS.client}' from='${jid}'/>`);

describe("who has blocked nobody", () => {
  test("is known without asking the store, so that nothing waits", async () => {
    const { barrier, sparse, asked } = open({ nurse: ["paris@example.com"] });
    expect(barrier.between(romeo, juliet)).toBeUndefined();
    await sparse.reload();
    expect(sparse.isEmpty).toBe(false);
    for (let i = 0; i < 3; i += 1) expect(barrier.between(romeo, juliet)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe("a list", () => {
  test("is read once, whoever asks", async () => {
    const { barrier, sparse, asked } = open({ juliet: ["romeo@example.com"] });
    await sparse.reload();
    expect(await Promise.all([barrier.between(romeo, juliet), barrier.between(juliet, romeo)])).toEqual([
      "inbound",
      "outbound",
    ]);
    expect(barrier.between(romeo, juliet)).toBe("inbound");
    expect(barrier.between(tybalt, juliet)).toBeUndefined();
    expect(asked).toEqual(["juliet"]);
  });

  test("that has changed is read anew, here and, before that is said to be done, elsewhere", async () => {
    const { barrier, sparse, stored, told, otherNodeSays } = open({ juliet: ["romeo@example.com"] });
    await sparse.reload();
    await barrier.between(romeo, juliet);
    stored.set("juliet", ["tybalt@example.com"]);
    await sparse.changed("juliet");
    expect(told).toEqual(["node-2 juliet"]);
    expect(await barrier.between(romeo, juliet)).toBeUndefined();
    expect(barrier.between(tybalt, juliet)).toBe("inbound");
    stored.set("romeo", ["juliet@example.com"]);
    await otherNodeSays("romeo");
    expect(await barrier.between(juliet, romeo)).toBe("inbound");
  });

  test("that changes while it is being read is read once more", async () => {
    const { barrier, sparse, stored, hold } = open({ juliet: ["romeo@example.com"] });
    await sparse.reload();
    const release = hold();
    const before = barrier.between(tybalt, juliet);
    stored.set("juliet", ["tybalt@example.com"]);
    const changed = sparse.changed("juliet");
    release();
    await Promise.all([before, changed]);
    expect(await barrier.between(tybalt, juliet)).toBe("inbound");
  });

  test("that has changed is at hand when that is said to be done, on all nodes", async () => {
    const { barrier, sparse, stored, otherNodeSays } = open({ juliet: ["romeo@example.com"] });
    await sparse.reload();
    stored.set("juliet", ["tybalt@example.com"]);
    await sparse.changed("juliet");
    expect(barrier.hasRefused(session, from(tybalt))).toBe(true);
    expect(barrier.hasRefused(session, from(romeo))).toBe(false);
    stored.set("juliet", ["romeo@example.com"]);
    await otherNodeSays("juliet");
    expect(barrier.hasRefused(session, from(romeo))).toBe(true);
  });

  test("counts as it was while it is read again, even if it cannot be", async () => {
    const { barrier, sparse, stored, hold, fail } = open({ juliet: ["romeo@example.com"] });
    await sparse.reload();
    await barrier.between(romeo, juliet);
    stored.set("juliet", ["tybalt@example.com"]);
    const release = hold();
    await sparse.reload();
    expect(barrier.hasRefused(session, from(romeo))).toBe(true);
    release();
    await new Promise(setImmediate);
    fail(true);
    await sparse.reload();
    expect(barrier.hasRefused(session, from(tybalt))).toBe(true);
    await new Promise(setImmediate);
    expect(barrier.hasRefused(session, from(tybalt))).toBe(true);
  });

  test("that was missed while the store was away is known when it is back", async () => {
    vi.useFakeTimers();
    try {
      const { barrier, sparse, stored, goAway } = open({});
      stored.set("juliet", ["romeo@example.com"]);
      goAway(true);
      await sparse.catchUp();
      await vi.advanceTimersByTimeAsync(6_000);
      expect(barrier.between(romeo, juliet)).toBeUndefined();
      goAway(false);
      await vi.advanceTimersByTimeAsync(6_000);
      expect(await barrier.between(romeo, juliet)).toBe("inbound");
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that became empty is forgotten", async () => {
    const { barrier, sparse, stored, asked } = open({ juliet: ["romeo@example.com"] });
    await sparse.reload();
    stored.delete("juliet");
    await barrier.between(romeo, juliet);
    stored.clear();
    await sparse.changed("juliet");
    await barrier.between(romeo, juliet);
    asked.length = 0;
    expect(barrier.between(romeo, juliet)).toBeUndefined();
    expect(asked).toEqual([]);
    expect(sparse.isEmpty).toBe(true);
  });
});

describe("what a session sends", () => {
  test("goes on in order though a list has to be read for the first of it", async () => {
    const { barrier, sparse, hold } = open({ juliet: ["tybalt@example.com"] });
    await sparse.reload();
    const session = { jid: romeo } as Session;
    const release = hold();
    const gone: string[] = [];
    const pass = (name: string, to: Jid | undefined) =>
      barrier.pass(session, to, (cut) => void gone.push(`${name} ${cut}`));
    const all = [pass("one", juliet), pass("two", tybalt), pass("three", undefined)];
    expect(gone).toEqual([]);
    release();
    await Promise.all(all);
    expect(gone).toEqual(["one undefined", "two undefined", "three undefined"]);
    await Promise.resolve();
    expect(pass("four", juliet)).toBeUndefined();
    expect(gone).toHaveLength(4);
  });

  test("to somebody whose list cannot be read is refused for now, and what follows goes on", async () => {
    const lists = {
      isEmpty: false,
      of: (name: string) => (name === "juliet" ? Promise.reject(new Error("away")) : undefined),
    };
    const barrier = new Barrier("example.com", lists as never);
    const session = { jid: romeo } as Session;
    const gone: (string | undefined)[] = [];
    const go = (cut: string | undefined) => void gone.push(cut);
    await Promise.all([barrier.pass(session, juliet, go), barrier.pass(session, tybalt, go)]);
    expect(gone).toEqual(["unknown", undefined]);
    const stanza = parseElement(`<message xmlns='${NS.client}' to='juliet@example.com'/>`);
    const [reply, none] = [
      blockedReply(stanza, "unknown"),
      blockedReply(withAttrs(stanza, { type: "error" }), "unknown"),
    ];
    expect(reply && serialize(reply)).toContain("<error type='wait'><internal-server-error");
    expect(none).toBeUndefined();
  });
});

test("one's own server, and oneself, are not kept away", async () => {
  const { barrier, sparse } = open({ juliet: ["example.com"] });
  await sparse.reload();
  expect(await barrier.between(juliet, romeo)).toBe("outbound");
  expect(barrier.between(juliet, Jid.parse("example.com"))).toBeUndefined();
  expect(barrier.between(juliet, Jid.parse("juliet@example.com/other"))).toBeUndefined();
  const stanza = parseElement(`<message xmlns='${NS.client}' from='romeo@example.com/home'/>`);
  expect(barrier.hasRefused({ jid: juliet } as Session, stanza)).toBe(true);
});

// XEP-0191 §6
test.each([
  ["user@domain/resource", "user@domain/resource", true],
  ["user@domain/resource", "user@domain/other", false],
  ["user@domain", "user@domain/resource", true],
  ["domain/resource", "domain/resource", true],
  ["domain/resource", "domain", false],
  ["domain", "domain", true],
  ["domain", "user@domain/resource", true],
  ["domain", "domain/resource", true],
  ["domain", "user@sub.domain", false],
])("%s on a list means %s: %s", (listed, address, expected) => {
  expect(isListed(new Set([listed]), Jid.parse(address))).toBe(expected);
});
