import { writeFileSync } from "node:fs";
import { deriveScramKeys } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { completeConfig } from "../config/config.ts";
import { openStore } from "../store/open.ts";
import { commandLine } from "./fake-terminal.fixture.ts";

const done = (out: string) => ({ code: 0, out, err: "" });
const refused = (reason: string) => ({ code: 1, out: "", err: `yonder: ${reason}\n` });

describe("user add", () => {
  test("makes an account with the password on standard input", async () => {
    const { folder, run } = commandLine();
    expect(await run("user add Alice@localhost", "sesame\n")).toEqual(done("alice@localhost added\n"));
    expect(await hasPassword(folder, "alice", "sesame")).toBe(true);
  });

  test("makes an account with --password, at the configured domain when the address names none", async () => {
    const { run } = commandLine({ YONDER_DOMAIN: "example.org" });
    expect(await run("user add alice --password sesame")).toEqual(done("alice@example.org added\n"));
  });

  test("marks an administrator", async () => {
    const { run } = commandLine();
    await run("user add alice --password sesame --admin");
    expect(await run("user list")).toEqual(done("alice@localhost\tadministrator\n"));
  });

  test.each([
    ["user add alice@example.org --password sesame", "alice@example.org is not an address at localhost"],
    ["user add @localhost --password sesame", "@localhost is not an address"],
    ["user add alice@localhost/phone --password sesame", "alice@localhost/phone is not an address"],
    ["user add alice", "the password is empty"],
  ])("%s: %s", async (args, reason) => {
    const { run } = commandLine();
    expect(await run(args)).toEqual(refused(reason));
    expect(await run("user list")).toEqual(done(""));
  });

  test("leaves an account that exists as it is", async () => {
    const { folder, run } = commandLine();
    await run("user add alice --password sesame");
    expect(await run("user add alice --password other")).toEqual(refused("alice@localhost exists already"));
    expect(await hasPassword(folder, "alice", "sesame")).toBe(true);
  });
});

describe("user import", () => {
  test("makes the accounts in a file, whose passwords may hold commas", async () => {
    const { folder, run } = commandLine();
    writeFileSync(`${folder}/people.csv`, "alice@localhost,sesame\r\n\nbob@localhost,one,two\n");
    expect(await run(`user import ${folder}/people.csv`)).toEqual(done("2 accounts added, 0 existed already\n"));
    expect(await run("user list")).toEqual(done("alice@localhost\nbob@localhost\n"));
    expect(await hasPassword(folder, "bob", "one,two")).toBe(true);
  });

  test("may be repeated, from standard input too, and leaves those that exist as they are", async () => {
    const { folder, run } = commandLine();
    await run("user add alice --password sesame");
    expect(await run("user import -", "alice,other\nbob,sesame\n")).toEqual(
      done("1 accounts added, 1 existed already\n"),
    );
    expect(await hasPassword(folder, "alice", "sesame")).toBe(true);
  });

  test("makes more accounts than fit one batch", async () => {
    const { run } = commandLine();
    const lines = Array.from({ length: 300 }, (_, index) => `user${index},sesame\n`);
    expect(await run("user import -", lines.join(""))).toEqual(done("300 accounts added, 0 existed already\n"));
  });

  test.each([
    ["bob", "-:2: expected address,password"],
    ["bob@example.org,sesame", "-:2: bob@example.org is not an address at localhost"],
    ["bob,", "-:2: the password is empty"],
    ["bob,\u0007", "-:2: a character that a password cannot have"],
  ])("a file with the wrong line %j adds nobody", async (line, reason) => {
    const { run } = commandLine();
    expect(await run("user import -", `alice,sesame\n${line}\n`)).toEqual(refused(reason));
    expect(await run("user list")).toEqual(done(""));
  });

  test("a file that is not there is one clear line", async () => {
    expect(await commandLine().run("user import /none.csv")).toEqual(refused("/none.csv: there is no such file"));
  });
});

describe("user password", () => {
  test("sets a new password", async () => {
    const { folder, run } = commandLine();
    await run("user add alice --password sesame");
    expect(await run("user password alice", "open\n")).toEqual(done("alice@localhost has a new password\n"));
    expect(await hasPassword(folder, "alice", "open")).toBe(true);
  });

  test("of nobody is refused", async () => {
    expect(await commandLine().run("user password alice --password open")).toEqual(
      refused("alice@localhost does not exist"),
    );
  });
});

describe("user admin", () => {
  test("makes an administrator, and takes it back", async () => {
    const { run } = commandLine();
    await run("user add alice --password sesame");
    expect(await run("user admin alice")).toEqual(done("alice@localhost is an administrator\n"));
    expect(await run("user list")).toEqual(done("alice@localhost\tadministrator\n"));
    expect(await run("user admin alice --off")).toEqual(done("alice@localhost is no administrator any more\n"));
    expect(await run("user list")).toEqual(done("alice@localhost\n"));
  });

  test("takes nothing back that the configuration says, and makes nobody up", async () => {
    const { run } = commandLine({ YONDER_ADMINS: "alice@localhost" });
    expect(await run("user admin alice --off")).toEqual(refused('alice@localhost stands in "admins"'));
    expect(await run("user admin bob")).toEqual(refused("bob@localhost does not exist"));
  });
});

describe("user remove", () => {
  test("removes the account", async () => {
    const { run } = commandLine();
    await run("user import -", "alice,sesame\nbob,sesame\n");
    expect(await run("user remove alice")).toEqual(done("alice@localhost removed\n"));
    expect(await run("user list")).toEqual(done("bob@localhost\n"));
  });

  test("leaves nothing to a later account of that name: no contacts, and no room", async () => {
    const { folder, run } = commandLine();
    await run("user import -", "alice,sesame\nbob,sesame\n");
    const bob = await withStore(folder, async ({ accounts, roster, rooms }) => {
      const [alice, bob] = await Promise.all(["alice", "bob"].map((name) => accounts.find(name)));
      if (!alice || !bob) throw new Error("they are not there");
      for (const [{ id }, { username }] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        await roster.change(id, `${username}@localhost`, { kind: "inbound", type: "subscribe", xml: "<presence/>" });
        await roster.change(id, `${username}@localhost`, { kind: "outbound", type: "subscribed" });
      }
      const { tenure } = await rooms.create(
        "coven",
        { config: "{}", title: "", isPublic: false, isLocked: false },
        "a",
        1,
      );
      const owner = { jid: "alice@localhost", affiliation: "owner", nick: undefined, reason: undefined } as const;
      await rooms.change(tenure, [{ kind: "affiliate", affiliate: owner }]);
      return bob;
    });
    await run("user remove alice");
    await withStore(folder, async ({ roster, rooms }) => {
      expect((await roster.find(bob.id, "alice@localhost"))?.subscription ?? "none").toBe("none");
      expect(await rooms.affiliated("alice@localhost")).toEqual([]);
    });
  });

  test("of nobody is refused", async () => {
    expect(await commandLine().run("user remove alice")).toEqual(refused("alice@localhost does not exist"));
  });
});

describe("user list", () => {
  test("marks administrators by configuration too", async () => {
    const { run } = commandLine({ YONDER_ADMINS: "bob@localhost" });
    await run("user import -", "alice,sesame\nbob,sesame\n");
    expect(await run("user list")).toEqual(done("alice@localhost\nbob@localhost\tadministrator\n"));
  });
});

describe("invite", () => {
  test("prints a link whose token makes an account", async () => {
    const { folder, run } = commandLine({ YONDER_PUBLIC_URL: "https://chat.example.org/" });
    const { code, out } = await run("invite --uses 3 --days 2");
    expect(code).toBe(0);
    const [, token = ""] = /^https:\/\/chat\.example\.org\/invite\/#(\S+)\n$/.exec(out) ?? [];
    expect(await invitation(folder, token)).toMatchObject({ kind: "account", usesLeft: 3 });
  });

  test("for an administrator", async () => {
    const { folder, run } = commandLine();
    const { out } = await run("invite --admin");
    expect(await invitation(folder, out.trim().split("#")[1] ?? "")).toMatchObject({ kind: "admin", usesLeft: 1 });
  });
});

async function hasPassword(folder: string, username: string, password: string): Promise<boolean> {
  return withStore(folder, async (store) => {
    const credentials = await store.accounts.credentials(username);
    if (credentials === undefined) return false;
    const { salt, iterations, storedKey } = credentials.sha256;
    const derived = await deriveScramKeys(password, "SHA-256", salt, iterations);
    return Buffer.from(derived.storedKey).equals(storedKey);
  });
}

function invitation(folder: string, token: string) {
  return withStore(folder, (store) => store.invitations.find(token));
}

async function withStore<T>(
  folder: string,
  use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>,
): Promise<T> {
  const store = await openStore(completeConfig({ dataDir: `${folder}/data` }));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
