import { archiveIdAt, type Element, NS, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { StanzaFailure } from "../../requests.ts";
import type { Message } from "../../types.ts";
import { adoptMessages } from "./adopt.ts";
import { describeInvitation } from "./describe.ts";
import { createInvitation } from "./invitation.ts";

const LINK = "https://example.com/invite/#TOKEN";
const answer = (inside: string): Element => parseElement(`<iq xmlns='${NS.client}' type='result'>${inside}</iq>`);

/** A server with some of the commands. @returns how to ask it, and what it was asked */
function server(nodes: readonly string[]) {
  const asked: string[] = [];
  const request = async (_: string, payload: Element): Promise<Element> => {
    const text = serialize(payload);
    asked.push(text);
    if (!nodes.some((node) => text.includes(`node='${node}'`))) throw new StanzaFailure("item-not-found");
    const result = `<x xmlns='jabber:x:data' type='result'><field var='landing-url'><value>${LINK}</value></field></x>`;
    return answer(`<command xmlns='${NS.commands}' sessionid='s1'>${result}</command>`);
  };
  return { asked, request };
}

test("an invitation says who invites, and leads to a group", async () => {
  const { asked, request } = server(["urn:yonder:invitation:0"]);
  const wish = { name: "Alice", to: "coven@conference.example.com", title: "Coven" };
  expect(await createInvitation({ request }, "example.com", wish)).toBe(LINK);
  expect(asked.at(-1)).toContain("sessionid='s1'");
  for (const [name, value] of Object.entries(wish))
    expect(asked.at(-1)).toContain(`<field var='${name}'><value>${value}</value></field>`);
});

test("a server that knows none of that invites to itself, and to nothing else", async () => {
  const { request } = server([NS.invite]);
  expect(await createInvitation({ request }, "example.com", { name: "Alice" })).toBe(LINK);
  const wish = { name: "Alice", to: "coven@conference.example.com" };
  await expect(createInvitation({ request }, "example.com", wish)).rejects.toThrow();
});

test("what an invitation is for is read before there is an account", async () => {
  const to = "<to jid='coven@conference.example.com' name='Coven'/>";
  const said = `<invitation xmlns='urn:yonder:invitation:0' from='alice@example.com' name='Alice' expires='2026-11-29T12:00:00Z'>${to}</invitation>`;
  const request = async (_: string, payload: Element): Promise<Element> =>
    answer(payload.is("preauth", NS.preauth) && payload.attr("token") === "TOKEN" ? said : "");
  expect(await describeInvitation({ request }, "example.com", "TOKEN")).toEqual({
    from: "alice@example.com",
    name: "Alice",
    to: "coven@conference.example.com",
    title: "Coven",
    expires: Date.UTC(2026, 10, 29, 12),
  });
  expect(await describeInvitation({ request }, "example.com", "ANOTHER")).toEqual({});
});

test("what was said as a guest stands where it was said", () => {
  const put: Message[] = [];
  const at = Date.UTC(2026, 10, 22);
  const said = [
    { id: "m1", isOwn: true, body: "Hello", at },
    { id: "m2", isOwn: false, body: "", at },
    { id: "m3", isOwn: false, body: "Hi", at: at + 1 },
  ];
  adoptMessages({ put: (message) => put.push(message) }, "alice@example.com", said);
  expect(put).toMatchObject([
    { peer: "alice@example.com", isOwn: true, body: "Hello", place: archiveIdAt(at), state: "stored" },
    { peer: "alice@example.com", isOwn: false, body: "Hi", at: at + 1, state: "reached" },
  ]);
});
