import { expect, test } from "vitest";
import type { Directory, PresenceSummary } from "./directory.ts";

const available: PresenceSummary = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: true };

/** What every status directory must do; run by the tests of each implementation. */
export function directoryContract(open: (node: string) => Promise<Directory>): void {
  test("nobody is found before a session registers", async () => {
    const directory = await open("n1");
    expect(await directory.lookUp("bob@localhost")).toEqual([]);
    await directory.stop();
  });

  test("a registered session is found with its node and presence", async () => {
    const directory = await open("n1");
    await directory.register("bob@localhost", "phone", available);
    expect(await directory.lookUp("bob@localhost")).toMatchObject([
      { user: "bob@localhost", resource: "phone", node: "n1", presence: available },
    ]);
    await directory.stop();
  });

  test("registering again replaces the presence and adds no second entry", async () => {
    const directory = await open("n1");
    await directory.register("bob@localhost", "phone", available);
    await directory.register("bob@localhost", "phone", { ...available, priority: 5 });
    expect((await directory.lookUp("bob@localhost")).map((r) => r.presence.priority)).toEqual([5]);
    await directory.stop();
  });

  test("each resource is registered on its own, and unregistering one leaves the others", async () => {
    const directory = await open("n1");
    await directory.register("bob@localhost", "phone", available);
    await directory.register("bob@localhost", "desk", available);
    await directory.unregister("bob@localhost", "phone");
    expect((await directory.lookUp("bob@localhost")).map((r) => r.resource)).toEqual(["desk"]);
    await directory.unregister("bob@localhost", "desk");
    expect(await directory.lookUp("bob@localhost")).toEqual([]);
    await directory.stop();
  });

  test("unregistering an unknown session changes nothing", async () => {
    const directory = await open("n1");
    await directory.register("bob@localhost", "phone", available);
    await directory.unregister("bob@localhost", "nowhere");
    await directory.unregister("eve@localhost", "phone");
    expect(await directory.lookUp("bob@localhost")).toHaveLength(1);
    await directory.stop();
  });

  test("names like __proto__ are users like any other", async () => {
    const directory = await open("n1");
    expect(await directory.lookUp("__proto__")).toEqual([]);
    await directory.register("__proto__", "constructor", available);
    expect(await directory.lookUp("__proto__")).toHaveLength(1);
    await directory.stop();
  });

  test("an answer handed out stays as it was while the directory moves on", async () => {
    const directory = await open("n1");
    await directory.register("bob@localhost", "phone", available);
    const before = await directory.lookUp("bob@localhost");
    await directory.unregister("bob@localhost", "phone");
    expect(before).toHaveLength(1);
    directory.forget("bob@localhost");
    expect(await directory.lookUp("bob@localhost")).toEqual([]);
    await directory.stop();
  });
}
