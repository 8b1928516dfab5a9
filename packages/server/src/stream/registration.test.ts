import { afterEach, describe, expect, test } from "vitest";
import type { Account, Invitation } from "../store/store.ts";
import type { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, makeTls, streamError } from "../transport/tcp-stage.fixture.ts";
import { FakeNode } from "./node.fixture.ts";

afterEach(closeAll);

function register(username: string, password: string, id = "r1"): string {
  return `<iq type='set' id='${id}' to='localhost'><query xmlns='jabber:iq:register'><username>${username}</username><password>${password}</password></query></iq>`;
}

function preauth(token: string): string {
  return `<iq type='set' id='pa1' to='localhost'><preauth xmlns='urn:xmpp:pars:0' token='${token}'/></iq>`;
}

function refused(type: string, condition: string, text: string, id = "r1"): string {
  return (
    `<iq type='error' id='${id}' from='localhost'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>` +
    `<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>${text}</text></error></iq>`
  );
}

async function opened(node: FakeNode): Promise<TcpPeer> {
  const peer = await connect(node);
  peer.open();
  await peer.until("</stream:features>");
  return peer;
}

function invited(token: string, kind: Invitation["kind"] = "account"): FakeNode {
  const node = new FakeNode();
  node.store.invite(token, kind);
  return node;
}

function openToAll(): FakeNode {
  const node = new FakeNode();
  return new FakeNode({ stream: { registrar: node.registrar("open") } });
}

describe("with an invitation", () => {
  test("somebody makes an account, and logs in on the same stream", async () => {
    const peer = await opened(invited("TOKEN"));
    peer.send(preauth("TOKEN"));
    await peer.until("<iq type='result' id='pa1' from='localhost'/>");
    peer.send("<iq type='get' id='g1' to='localhost'><query xmlns='jabber:iq:register'/></iq>");
    await peer.until(
      "<iq type='result' id='g1' from='localhost'><query xmlns='jabber:iq:register'>" +
        "<instructions>Choose a name and a password.</instructions><username/><password/></query></iq>",
    );
    peer.send(register("juliet", "wherefore art thou"));
    await peer.until("<iq type='result' id='r1' from='localhost'/>");
    await peer.logIn("juliet", "wherefore art thou", "open");
  });

  test("who holds it may ask what it is for", async () => {
    const peer = await opened(invited("TOKEN"));
    peer.send(preauth("TOKEN").replace("/></iq>", "><describe xmlns='urn:yonder:invitation:0'/></preauth></iq>"));
    await peer.until("<invitation xmlns='urn:yonder:invitation:0' place='Hillside' expires='");
  });

  test("it can be used once", async () => {
    const node = invited("TOKEN");
    const [first, second] = [await opened(node), await opened(node)];
    first.send(preauth("TOKEN"));
    second.send(preauth("TOKEN"));
    await first.until("id='pa1' from='localhost'/>");
    await second.until("id='pa1' from='localhost'/>");
    first.send(register("juliet", "wherefore art thou"));
    await first.until("<iq type='result' id='r1' from='localhost'/>");
    second.send(register("romeo", "deny thy father"));
    await second.until(refused("cancel", "item-not-found", "The invitation has been used up."));
  });

  test("it is not used up by a name that is taken", async () => {
    const node = invited("TOKEN");
    await node.addAccount("juliet", "correct horse");
    const peer = await opened(node);
    peer.send(preauth("TOKEN") + register("Juliet", "wherefore art thou"));
    await peer.until(refused("cancel", "conflict", "That name is taken."));
    peer.send(register("juliet2", "wherefore art thou", "r2"));
    await peer.until("<iq type='result' id='r2' from='localhost'/>");
  });

  test("what it brings along is there before the client hears of its account", async () => {
    const brought: [Account, Invitation | undefined][] = [];
    const inner = new FakeNode();
    const node = new FakeNode({ stream: { registrar: inner.registrar("invite", (...pair) => brought.push(pair)) } });
    inner.store.invite("TOKEN", "contact");
    const peer = await opened(node);
    peer.send(preauth("TOKEN") + register("juliet", "wherefore art thou"));
    await peer.until("<iq type='result' id='r1' from='localhost'/>");
    expect(brought).toMatchObject([[{ username: "juliet" }, { kind: "contact" }]]);
  });

  test("of an administrator the reserved names are free too", async () => {
    const peer = await opened(invited("TOKEN", "admin"));
    peer.send(preauth("TOKEN") + register("admin", "wherefore art thou"));
    await peer.until("<iq type='result' id='r1' from='localhost'/>");
  });
});

describe("without an invitation", () => {
  test("nobody makes an account", async () => {
    const peer = await opened(invited("TOKEN"));
    peer.send(preauth("GUESS"));
    await peer.until(refused("cancel", "item-not-found", "The provided token is invalid or expired", "pa1"));
    peer.send(register("juliet", "wherefore art thou"));
    await peer.until(refused("cancel", "not-allowed", "Registration on this server is through invitation only."));
    peer.send("<iq type='get' id='r1' to='localhost'><query xmlns='jabber:iq:register'/></iq>");
    await peer.until(refused("cancel", "not-allowed", "Registration on this server is through invitation only."));
  });

  test("tokens are not guessed without end", async () => {
    const peer = await opened(invited("TOKEN"));
    for (let i = 0; i < 51; i++) {
      peer.send(preauth(`GUESS${i}`));
      const answer = await peer.until("</iq>");
      expect(answer).toContain(i < 50 ? "<item-not-found" : "<resource-constraint");
    }
  });
});

describe("where registration is open", () => {
  test.each([
    ["an empty name", "", "long enough", "A name and a password are needed."],
    ["no password", "juliet", "", "A name and a password are needed."],
    ["a short password", "juliet", "short", "A password needs at least 8 characters."],
    ["the name as password", "wherefore", "Wherefore", "The password must not be the name."],
    [
      "a name with an at sign",
      "juliet@localhost",
      "long enough",
      "That name has characters that an address cannot have.",
    ],
    ["a name with a space", "juliet capulet", "long enough", "That name has characters that an address cannot have."],
    ["a name that is too long", "j".repeat(65), "long enough", "That name is too long."],
    ["a reserved name", "Postmaster", "long enough", "That name is reserved."],
    ["a name of two scripts", "jul\u0456et", "long enough", "That name mixes letters of several scripts."],
    ["a name of look-alikes", "\u0441\u043e\u0440\u0430", "long enough", "That name looks like another."],
    ["a name with a phonetician's letter", "juliet\u0251", "long enough", "That name looks like another."],
    [
      "a name of small capitals",
      "\u1d0a\u1d1c\u029f\u026a\u1d07\u1d1b",
      "long enough",
      "That name looks like another.",
    ],
    ["a name of signs", "...", "long enough", "A name needs a letter or a digit."],
    [
      "a password with control characters",
      "juliet",
      "long\tenough",
      "That password has characters that it cannot have.",
    ],
  ])("%s is refused", async (_, username, password, text) => {
    const peer = await opened(openToAll());
    peer.send(register(username, password));
    expect(await peer.until("</iq>")).toBe(refused("modify", "not-acceptable", text));
  });

  test.each(["juliet", "sıla", "kɔfi", "ромео", "たろう", "jürgen", "이순신", "a.b-c_1"])(
    "%s is a name",
    async (username) => {
      const peer = await opened(openToAll());
      peer.send(register(username, "long enough"));
      await peer.until("<iq type='result' id='r1' from='localhost'/>");
    },
  );

  test("one stream makes one account", async () => {
    const peer = await opened(openToAll());
    peer.send(register("juliet", "long enough"));
    await peer.until("<iq type='result' id='r1' from='localhost'/>");
    peer.send(register("romeo", "long enough"));
    await peer.until(refused("modify", "not-acceptable", "This stream has registered an account already."));
  });

  test("without limits one stream makes as many as it likes", async () => {
    const node = new FakeNode();
    const registrar = node.registrar("open", undefined, false);
    const peer = await opened(new FakeNode({ stream: { registrar } }));
    for (const name of ["juliet", "romeo"]) {
      peer.send(register(name, "long enough", name));
      await peer.until(`<iq type='result' id='${name}' from='localhost'/>`);
    }
  });

  test("one address makes only so many", async () => {
    const node = openToAll();
    for (let i = 0; i < 21; i++) {
      const peer = await opened(node);
      peer.send(register(`juliet${i}`, "long enough"));
      expect(await peer.until(/<iq [^>]*(?:\/>|>.*<\/iq>)/)).toContain(
        i < 20 ? "type='result'" : "<resource-constraint",
      );
      peer.abort();
    }
  });

  test("nobody is removed before login", async () => {
    const peer = await opened(openToAll());
    peer.send("<iq type='set' id='r1' to='localhost'><query xmlns='jabber:iq:register'><remove/></query></iq>");
    expect(await peer.until("</iq>")).toContain("<not-allowed");
  });
});

test("where registration is closed, it is not offered and not there", async () => {
  const node = new FakeNode({ stream: { registrar: undefined } });
  const peer = await connect(node);
  peer.open();
  expect(await peer.until("</stream:features>")).not.toContain("register");
  peer.send(register("juliet", "long enough"));
  expect(await peer.until("</iq>")).toContain("<service-unavailable");
});

test("where there is TLS, nobody from afar registers without it", async () => {
  const node = new FakeNode({ tls: await makeTls(), stream: {} });
  const peer = await connect(node);
  Object.defineProperty(node.connections[0] ?? {}, "isLoopback", { value: false });
  peer.open();
  const features = await peer.until("</stream:features>");
  expect(features).toContain(
    "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>",
  );
  peer.send(register("juliet", "long enough"));
  expect(await peer.untilClosed()).toMatch(streamError("policy-violation"));
});

describe("outside a stream", () => {
  const HERE = "192.0.2.1";

  test("it is known beforehand whether there will be an account", async () => {
    const node = invited("TOKEN");
    await node.addAccount("juliet", "correct horse");
    const registrar = node.registrar("invite");
    await registrar.check("romeo", "TOKEN", HERE);
    await expect(registrar.check("Juliet", "TOKEN", HERE)).rejects.toMatchObject({ condition: "conflict" });
    await expect(registrar.check("romeo", "GUESS", HERE)).rejects.toMatchObject({ condition: "item-not-found" });
    await expect(registrar.check("romeo", undefined, HERE)).rejects.toMatchObject({ condition: "not-allowed" });
    expect(await registrar.register("romeo", "wherefore art thou", "TOKEN", HERE)).toMatchObject({ username: "romeo" });
  });

  test("names are not tried without end where everybody may have one", async () => {
    const registrar = new FakeNode().registrar("open");
    for (let i = 0; i < 50; i++) await registrar.check(`romeo${i}`, undefined, HERE);
    const refused = registrar.check("romeo", undefined, HERE);
    await expect(refused).rejects.toMatchObject({ condition: "resource-constraint" });
    await registrar.check("romeo", undefined, "198.51.100.7");
  });
});
