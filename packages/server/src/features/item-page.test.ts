import { parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { itemPage } from "./item-page.ts";

const query = (set = "") =>
  parseElement(
    `<query xmlns='http://jabber.org/protocol/disco#items'>${set && `<set xmlns='http://jabber.org/protocol/rsm'>${set}</set>`}</query>`,
  );
const nodes = Array.from({ length: 600 }, (_, n) => ({ jid: "pubsub.example.com", node: `node${n}`, name: "News" }));
const namesIn = (page: ReturnType<typeof itemPage>) => page.elements().flatMap((item) => item.attr("node") ?? []);

test("few items come at once", () => {
  expect(serialize(itemPage(nodes.slice(0, 1), query()))).toBe(
    "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='pubsub.example.com' node='node0' name='News'/></query>",
  );
});

test("of many come the first, then those after them", () => {
  const first = itemPage(nodes, query());
  expect(namesIn(first)).toHaveLength(500);
  expect(serialize(first)).toContain("<last>node499</last><count>600</count>");
  expect(namesIn(itemPage(nodes, query("<after>node499</after>")))).toHaveLength(100);
  expect(namesIn(itemPage(nodes, query("<max>2</max><after>node7</after>")))).toEqual(["node8", "node9"]);
  expect(serialize(itemPage(nodes, query("<max>0</max>")))).toContain(
    "<set xmlns='http://jabber.org/protocol/rsm'><count>600</count></set>",
  );
  expect(() => itemPage(nodes, query("<after>nothing</after>"))).toThrow("item-not-found");
});
