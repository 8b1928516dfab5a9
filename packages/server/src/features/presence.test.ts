import { describe, expect, test } from "vitest";
import { couple, here, open } from "./couple.fixture.ts";
import type { House } from "./house.fixture.ts";

const AVAILABLE = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: true };

describe("initial presence", () => {
  test("goes to the subscribed contacts, to the own devices, and to nobody else", async () => {
    const { house, romeo } = await couple();
    const stranger = await here(house, "tybalt@example.com/street");
    const chamber = await house.login("juliet@example.com/chamber");
    await chamber.sends("<presence><status>up here</status></presence>");
    const own =
      "<presence from='juliet@example.com/chamber' to='juliet@example.com'><status>up here</status></presence>";
    expect(romeo.received()).toEqual([
      "<presence from='juliet@example.com/chamber' to='romeo@example.com'><status>up here</status></presence>",
    ]);
    expect(chamber.received()).toContain(own);
    expect(stranger.received()).toEqual([]);
  });

  test("brings the presence of those one sees, own devices included", async () => {
    const { house, juliet } = await couple();
    await juliet.sends("<presence><show>away</show></presence>");
    const garden = await house.login("romeo@example.com/garden");
    await garden.sends("<presence/>");
    const heard = garden.received();
    expect(heard).toContain("<presence from='romeo@example.com/orchard' to='romeo@example.com/garden'/>");
    expect(heard).toContain(
      "<presence from='juliet@example.com/balcony' to='romeo@example.com/garden'><show>away</show></presence>",
    );
    expect(heard).toHaveLength(3);
  });

  test("goes to nobody who was removed, nor to a later account of that name", async () => {
    const { house, romeo, juliet } = await couple();
    const before = juliet.session.account.id - 1;
    house.memory.changeAccount({ kind: "removed", username: "juliet", id: before, epoch: 1 });
    juliet.received();
    await romeo.sends("<presence><show>away</show></presence>");
    expect(juliet.received()).toEqual([]);
  });

  test("is what makes a session see others: one that sent none hears nothing", async () => {
    const { house, juliet } = await couple();
    const silent = await house.login("romeo@example.com/silent");
    await juliet.sends("<presence><show>dnd</show></presence>");
    expect(silent.received()).toEqual([]);
  });
});

describe("presence", () => {
  test("that changes is broadcast without asking the store", async () => {
    const { house, romeo, juliet } = await couple();
    const loads = house.memory.rosterLoads;
    for (const show of ["away", "dnd", "xa"]) await juliet.sends(`<presence><show>${show}</show></presence>`);
    expect(romeo.received()).toHaveLength(3);
    expect(house.memory.rosterLoads).toBe(loads);
  });

  test("that ends is told to contacts and to the own devices, once", async () => {
    const { house, romeo, juliet } = await couple();
    const chamber = await here(house, "juliet@example.com/chamber");
    romeo.received();
    await juliet.sends("<presence type='unavailable'><status>gone</status></presence>");
    const farewell = (to: string) =>
      `<presence type='unavailable' from='juliet@example.com/balcony' to='${to}'><status>gone</status></presence>`;
    expect(romeo.received()).toEqual([farewell("romeo@example.com")]);
    expect(chamber.received()).toEqual([farewell("juliet@example.com")]);
    await juliet.leaves();
    expect(romeo.received()).toEqual([]);
  });

  test("of a session that just ends is ended by the server", async () => {
    const { romeo, juliet } = await couple();
    await juliet.leaves();
    expect(romeo.received()).toEqual([
      "<presence from='juliet@example.com/balcony' type='unavailable' to='romeo@example.com'/>",
    ]);
  });

  /** Her roster is read slowly, and meanwhile her client is available again, on another node. */
  async function comesBackMeanwhile(house: House, begin: () => Promise<unknown>): Promise<void> {
    house.host.router.gap();
    const { roster } = house.memory.store;
    const load = roster.load;
    const read = Promise.withResolvers<void>();
    roster.load = (owner) => read.promise.then(() => load(owner));
    const done = begin();
    await new Promise((resolve) => setImmediate(resolve));
    await house.host.directory.register("juliet@example.com", "balcony", AVAILABLE);
    read.resolve();
    await done;
  }

  test("of a session that ends is not ended for one who is back while the contacts are read", async () => {
    const { house, romeo, juliet } = await couple();
    await comesBackMeanwhile(house, () => juliet.leaves());
    expect(romeo.received()).toEqual([]);
  });

  test("of a session whose node died is ended for it, unless its user is back while the contacts are read", async () => {
    const { house, romeo, juliet } = await couple();
    const [registration] = await house.host.directory.lookUp("juliet@example.com");
    await house.host.directory.unregister("juliet@example.com", "balcony");
    const isLost = async () => {
      house.host.router.lost(registration ? [registration] : []);
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => setImmediate(resolve));
    };
    await isLost();
    expect(romeo.received()).toEqual([
      "<presence from='juliet@example.com/balcony' type='unavailable' to='romeo@example.com'/>",
    ]);
    await comesBackMeanwhile(house, isLost);
    expect(romeo.received()).toEqual([]);
    expect(juliet.streamError).toBeUndefined();
  });

  test.each([
    ["-128", -128],
    ["127", 127],
    [" 5 ", 5],
    ["+3", 3],
  ])("may have the priority %s", async (text, priority) => {
    const house = await open();
    const romeo = await house.login("romeo@example.com/orchard");
    await romeo.sends(`<presence><priority>${text}</priority></presence>`);
    expect(romeo.session.priority).toBe(priority);
  });

  test.each(["128", "-129", "high", "", "1e2", "0x10"])("is refused with the priority '%s'", async (text) => {
    const house = await open();
    const romeo = await house.login("romeo@example.com/orchard");
    expect((await romeo.asks(`<presence><priority>${text}</priority></presence>`))[0]).toContain("<bad-request");
    expect(romeo.session.presence).toBeUndefined();
  });

  test("of an unknown type is refused, an error is dropped", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    expect((await romeo.asks("<presence type='sleeping'/>"))[0]).toContain("<bad-request");
    expect((await romeo.asks("<presence type='sleeping' to='juliet@example.com'/>"))[0]).toContain("<bad-request");
    expect(await romeo.asks("<presence type='error'/>")).toEqual([]);
  });
});

describe("directed presence", () => {
  test("reaches a stranger, who learns of its end too", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const nurse = await here(house, "nurse@example.com/kitchen");
    await romeo.sends("<presence to='nurse@example.com/kitchen'/>");
    expect(nurse.received()).toEqual(["<presence to='nurse@example.com/kitchen' from='romeo@example.com/orchard'/>"]);
    await romeo.sends("<presence><show>away</show></presence>");
    expect(nurse.received()).toEqual([]);
    await romeo.leaves();
    expect(nurse.received()).toEqual([
      "<presence from='romeo@example.com/orchard' type='unavailable' to='nurse@example.com/kitchen'/>",
    ]);
  });

  test("that was taken back is not ended again", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const nurse = await here(house, "nurse@example.com/kitchen");
    await romeo.sends("<presence to='nurse@example.com/kitchen'/>");
    await romeo.sends("<presence to='nurse@example.com/kitchen' type='unavailable'/>");
    nurse.received();
    await romeo.leaves();
    expect(nurse.received()).toEqual([]);
  });

  test("to a contact who sees one anyway is ended once", async () => {
    const { romeo, juliet } = await couple();
    await romeo.sends("<presence to='juliet@example.com'/>");
    juliet.received();
    await romeo.leaves();
    expect(juliet.received()).toHaveLength(1);
  });

  test("is bounded", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    for (let i = 0; i < 1000; i++) await romeo.sends(`<presence to='stranger${i}@example.com'/>`);
    expect((await romeo.asks("<presence to='one-more@example.com'/>"))[0]).toContain("<resource-constraint");
  });
});

describe("a probe", () => {
  test("is answered with the presence of a contact whom one may see", async () => {
    const { romeo } = await couple();
    expect(await romeo.asks("<presence type='probe' to='juliet@example.com'/>")).toEqual([
      "<presence from='juliet@example.com/balcony' to='romeo@example.com/orchard'/>",
    ]);
  });

  test("of a contact who is away is answered as unavailable", async () => {
    const { romeo, juliet } = await couple();
    await juliet.leaves();
    expect(await romeo.asks("<presence type='probe' to='juliet@example.com'/>")).toEqual([
      "<presence from='juliet@example.com' to='romeo@example.com/orchard' type='unavailable'/>",
    ]);
  });

  test("of a stranger gets the same answer whether they are here, away, or do not exist", async () => {
    const house = await open();
    const tybalt = await here(house, "tybalt@example.com/street");
    await here(house, "juliet@example.com/balcony");
    house.account("nurse");
    for (const name of ["juliet", "nurse", "nobody"]) {
      expect(await tybalt.asks(`<presence type='probe' to='${name}@example.com'/>`)).toEqual([
        `<presence from='${name}@example.com' to='tybalt@example.com/street' type='unsubscribed'/>`,
      ]);
    }
  });
});
