import { expect, test } from "vitest";
import type { Directory, DirectoryWatcher, NodeReport, PresenceSummary } from "./directory.ts";

const available: PresenceSummary = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: true };

const report: NodeReport = {
  webUrl: "https://n1.example",
  c2sAddress: undefined,
  sessions: 3,
  load: 0.5,
  isDraining: false,
};
const nobodyWatches: DirectoryWatcher = { onLost() {}, onTaken() {}, onGap() {}, onLease() {} };

/** What every status directory must do; run by the tests of each implementation. `create` gives one of a cluster in which nobody is logged in. */
export function directoryContract(create: (node: string) => Promise<Directory>): void {
  const open = async (node: string): Promise<Directory> => {
    const directory = await create(node);
    await directory.join(nobodyWatches, () => report);
    return directory;
  };

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

  test("a session is found from the moment in which it is registered, and no more from when it is not", async () => {
    const directory = await open("n1");
    const registered = directory.register("bob@localhost", "phone", available);
    expect(await directory.lookUp("bob@localhost")).toHaveLength(1);
    await registered;
    const unregistered = directory.unregister("bob@localhost", "phone");
    expect(await directory.lookUp("bob@localhost")).toEqual([]);
    await unregistered;
    await directory.stop();
  });

  test("no other node is named to a session that took nothing from one", async () => {
    const directory = await open("n1");
    expect(await directory.register("bob@localhost", "phone", available)).toBeUndefined();
    expect(await directory.register("bob@localhost", "phone", available)).toBeUndefined();
    await directory.stop();
  });

  test("a change of presence is seen by the next look-up", async () => {
    const directory = await open("n1");
    await directory.register("bob@localhost", "phone", available);
    await directory.lookUp("bob@localhost");
    const presence = { isAvailable: false, priority: -128, hasCarbons: true, isInterested: false };
    const updated = directory.update("bob@localhost", "phone", presence);
    expect(await directory.lookUp("bob@localhost")).toMatchObject([{ presence }]);
    expect(await updated).toBe(true);
    await directory.stop();
  });

  test("a node that has joined is among the nodes, with what it reports", async () => {
    const directory = await create("n1");
    expect(directory.nodes()).toEqual([]);
    await directory.join(nobodyWatches, () => report);
    expect(directory.nodes()).toMatchObject([{ node: "n1", ...report }]);
    await directory.stop();
  });
}
