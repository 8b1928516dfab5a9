import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { FakeNode } from "../../stream/node.fixture.ts";
import { closeAll, create } from "./stage.fixture.ts";

afterEach(closeAll);

const terminated = (condition: string) =>
  `<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' condition='${condition}'/>`;
/** Something that is answered with an error of SASL, at once. */
const NONSENSE = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONSENSE'/>";
const FAILURE = /^<body [^>]*><failure .*<\/body>$/;

describe("keys (XEP-0124 §15)", () => {
  const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
  const [K1, K2, K3] = [sha1("seed"), sha1(sha1("seed")), sha1(sha1(sha1("seed")))];

  test("in their order let requests in", async () => {
    const { line } = await create(new FakeNode(), `hold='1' newkey='${K3}'`);
    expect(await line.post(line.body(NONSENSE, `key='${K2}'`))).toMatch(FAILURE);
    expect(await line.post(line.body(NONSENSE, `key='${K1}' newkey='${K3}'`))).toMatch(FAILURE);
    expect(await line.post(line.body(NONSENSE, `key='${K2}'`))).toMatch(FAILURE);
  });

  test.each([
    ["that are missing", ""],
    ["used before", `key='${K3}'`],
    ["of somebody else", `key='${sha1("other")}'`],
  ])("%s end the session, and nothing is done", async (_, attributes) => {
    const node = new FakeNode();
    const { line } = await create(node, `hold='1' newkey='${K3}'`);
    expect(await line.post(line.body(NONSENSE, attributes))).toBe(terminated("item-not-found"));
    expect(node.metrics).toMatchObject({ loginsFailed: 0, connections: { bosh: 0 } });
  });

  test("are needed to have an answer again", async () => {
    const { line } = await create(new FakeNode(), `hold='1' newkey='${K3}'`);
    const { rid } = line;
    expect(await line.post(line.body(NONSENSE, `key='${K2}'`))).toMatch(FAILURE);
    line.rid = rid;
    expect(await line.post(line.body("", `key='${K1}'`))).toBe(terminated("item-not-found"));
  });
});
