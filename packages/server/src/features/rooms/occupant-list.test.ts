import { expect, test } from "vitest";
import { conditionIn, ROOM, Stage } from "./stage.fixture.ts";

const items = (set = "") =>
  `<query xmlns='http://jabber.org/protocol/disco#items'>${set && `<set xmlns='http://jabber.org/protocol/rsm'>${set}</set>`}</query>`;
const listed = (told: readonly string[]) =>
  [...(told[0] ?? "").matchAll(/<item jid='[^/]+\/(\w+)'/g)].map(([, nick]) => nick);

test("who is in a room sees who else is, and others do not (XEP-0045 §6.5)", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  stage.enters("elf");
  expect(listed(stage.asks("elf", "get", items()))).toEqual(["hag", "elf"]);
  expect(stage.asks("imp", "get", items())[0]).toContain("<query xmlns='http://jabber.org/protocol/disco#items'/>");
});

test.each([
  [{}, ["hag"]],
  [{ isPublic: false }, []],
  [{ isMembersOnly: true }, []],
  [{ password: "secret" }, []],
  [{ shownRoles: ["participant" as const] }, []],
])("where occupants are public, others see those of %j as %j", (config, nicks) => {
  const stage = new Stage(config, { hag: "owner" });
  stage.areOccupantsPublic = true;
  stage.enters("hag");
  expect(listed(stage.asks("imp", "get", items()))).toEqual(nicks);
});

test("a long list is had by pages", () => {
  const stage = new Stage({}, { hag: "owner" });
  for (const who of ["hag", "elf", "imp"]) stage.enters(who);
  expect(listed(stage.asks("elf", "get", items("<max>2</max>")))).toEqual(["hag", "elf"]);
  expect(listed(stage.asks("elf", "get", items(`<max>2</max><after>${ROOM}/elf</after>`)))).toEqual(["imp"]);
  expect(conditionIn(stage.asks("elf", "get", items(`<after>${ROOM}/nobody</after>`)))).toBe("item-not-found");
});
