import { expect, test } from "vitest";
import { adminQuery, conditionIn, ROOM, Stage } from "./stage.fixture.ts";

const ENDLESS = "x".repeat(2_000);

test("a message with an endless id is taken as it is, but not known again by that", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  for (const id of ["m1", ENDLESS])
    stage.does("hag", `<message to='${ROOM}' type='groupchat' id='${id}'><body>Double</body></message>`);
  expect(stage.posts.map(({ origin }) => origin)).toEqual(["hag@example.com m1", undefined]);
  expect(stage.posts.at(-1)?.stanza.attr("id")).toBe(ENDLESS);
});

test("an address that is longer than a database can find again is not kept", () => {
  const stage = new Stage({}, { hag: "owner" });
  const domain = Array.from({ length: 18 }, () => "x".repeat(55)).join(".");
  const jid = `${"x".repeat(1_000)}@${domain}`;
  expect(conditionIn(stage.asks("hag", "set", adminQuery(`affiliation='member' jid='${jid}'`)))).toBe("not-acceptable");
  expect(stage.changes).toEqual([]);
});
