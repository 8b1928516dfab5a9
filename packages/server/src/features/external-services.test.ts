import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { externalServices } from "./external-services.ts";
import { openHouse } from "./house.fixture.ts";

const all = {
  externalServices: ["stun:turn.example.com", "turn:turn.example.com:3479?transport=tcp", "turns:[2001:db8::1]:5349"],
  turnSecret: "long and random",
};

async function asking(config: object = all) {
  const house = await openHouse([externalServices], config);
  const romeo = await house.login("romeo@example.com/orchard");
  const ask = async (payload: string, to = "example.com"): Promise<string> => {
    const [answer = ""] = await romeo.asks(`<iq type='get' id='1' to='${to}'>${payload}</iq>`);
    return answer.replaceAll("'", '"');
  };
  return { house, ask };
}

const services = (answer: string) =>
  [...answer.matchAll(/<service [^>]*>/g)].map(([text]) =>
    Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
  );

test("all services are told, those for which we have the secret with a password", async () => {
  const { ask } = await asking();
  const [stun, turn, turns, ...more] = services(await ask("<services xmlns='urn:xmpp:extdisco:2'/>"));
  expect(more).toEqual([]);
  expect(stun).toEqual({ type: "stun", host: "turn.example.com", port: "3478", transport: "udp" });
  expect(turn).toMatchObject({ type: "turn", port: "3479", transport: "tcp", expires: "2026-11-23T00:00:00Z" });
  expect(turns).toMatchObject({ type: "turns", host: "2001:db8::1", port: "5349", transport: "tcp" });
});

test("a password is what the TURN server makes of the name", async () => {
  const { ask } = await asking();
  const [turn] = services(await ask("<services xmlns='urn:xmpp:extdisco:2' type='turn'/>"));
  const { username = "", password } = turn ?? {};
  expect(username).toMatch(/^\d+:[\w-]{16}$/);
  expect(Number(username.split(":")[0])).toBe(Date.UTC(2026, 10, 23) / 1000);
  expect(password).toBe(createHmac("sha1", "long and random").update(username).digest("base64"));
});

test("a name is the account's own, and does not tell whose it is", async () => {
  const { house, ask } = await asking();
  const nameIn = (answer: string) => services(answer)[0]?.username ?? "";
  const request = "<services xmlns='urn:xmpp:extdisco:2' type='turn'/>";
  const own = nameIn(await ask(request));
  expect(own).not.toContain("romeo");
  expect(nameIn(await ask(request))).toBe(own);
  const juliet = await house.login("juliet@example.com/balcony");
  const [answer = ""] = await juliet.asks(`<iq type='get' id='1' to='example.com'>${request}</iq>`);
  expect(nameIn(answer.replaceAll("'", '"'))).not.toBe(own);
});

test("services of one type are told when they are asked for", async () => {
  const { ask } = await asking();
  const answer = await ask("<services xmlns='urn:xmpp:extdisco:2' type='stun'/>");
  expect(answer).toMatch(/<services [^>]*type="stun"/);
  expect(services(answer).map(({ type }) => type)).toEqual(["stun"]);
  expect(services(await ask("<services xmlns='urn:xmpp:extdisco:2' type='ftp'/>"))).toEqual([]);
});

test("a password is given for the service that is named", async () => {
  const { ask } = await asking();
  const credentials = (attributes: string) =>
    ask(`<credentials xmlns='urn:xmpp:extdisco:2'><service ${attributes}/></credentials>`);
  expect(services(await credentials("host='turn.example.com' type='turn'"))).toMatchObject([{ port: "3479" }]);
  expect(services(await credentials("host='turn.example.com' type='turn' port='3479'"))).toHaveLength(1);
  for (const unknown of [
    "host='turn.example.com' type='turn' port='1'",
    "host='turn.example.com' type='stun'",
    "host='other.example.com' type='turn'",
    "",
  ])
    expect(await credentials(unknown)).toContain("<item-not-found ");
});

test("without a secret no password is given, and without services none is told", async () => {
  const { ask } = await asking({ ...all, turnSecret: undefined });
  expect(await ask("<services xmlns='urn:xmpp:extdisco:2'/>")).not.toContain("password");
  const nothing = await asking({});
  expect(services(await nothing.ask("<services xmlns='urn:xmpp:extdisco:2'/>"))).toEqual([]);
});

test("other accounts have no services", async () => {
  const { ask } = await asking();
  expect(await ask("<services xmlns='urn:xmpp:extdisco:2'/>", "juliet@example.com")).toContain("<service-unavailable ");
});
