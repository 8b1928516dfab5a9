import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { xml } from "@yonder/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { LoginGuard } from "../../stream/login-guard.ts";
import { disco } from "../disco.ts";
import { type House, openHouse } from "../house.fixture.ts";
import { ping } from "../ping.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { Components, components } from "./components.ts";

const SECRET = "of its own";
const opened: (() => unknown)[] = [];

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A house with a gateway at irc.example.com, which has not come yet. */
async function open(guard?: LoginGuard): Promise<{ house: House; port: number }> {
  let hall: Components | undefined;
  const watched = {
    ...components,
    start: (host: House["host"]) => {
      hall = new Components(host, guard);
      opened.push(() => hall?.stop());
      return {
        services: { "irc.example.com": hall.serviceOf("irc.example.com") },
        on: {
          signal: ({ user, signal }: { user: string; signal: Parameters<Components["signalled"]>[1] }) =>
            hall?.signalled(user, signal),
        },
      };
    },
  };
  const house = await openHouse([roster, presence, disco, ping, watched], {
    components: [{ domain: "irc.example.com", secret: SECRET }],
    componentPort: 0,
    componentBind: ["127.0.0.1"],
  });
  await hall?.listen();
  return { house, port: hall?.port ?? 0 };
}

/** What a component sees of its stream. */
class Peer {
  #text = "";
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#text += chunk.toString();
    });
    socket.on("error", () => undefined);
    opened.push(() => socket.destroy());
  }

  /** All that came up to and with this. */
  async until(part: string | RegExp): Promise<string> {
    for (;;) {
      const end = endOf(this.#text, part);
      if (end > 0) {
        const all = this.#text.slice(0, end);
        this.#text = this.#text.slice(end);
        return all;
      }
      if (this.socket.closed) throw new Error(`the stream ended after ${this.#text}`);
      await Promise.race([once(this.socket, "data"), once(this.socket, "close")]);
    }
  }

  write(text: string): void {
    this.socket.write(text);
  }
}

function endOf(text: string, part: string | RegExp): number {
  if (typeof part === "string") return text.includes(part) ? text.indexOf(part) + part.length : -1;
  const found = part.exec(text);
  return found ? found.index + found[0].length : -1;
}

async function meet(port: number, domain = "irc.example.com", ns = "jabber:component:accept"): Promise<Peer> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const peer = new Peer(socket);
  peer.write(`<stream:stream xmlns='${ns}' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}'>`);
  return peer;
}

async function enter(port: number): Promise<Peer> {
  const peer = await meet(port);
  const id = /id='([^']+)'/.exec(await peer.until(/id='[^']+'[^>]*>/))?.[1];
  peer.write(`<handshake>${createHash("sha1").update(`${id}${SECRET}`).digest("hex")}</handshake>`);
  await peer.until("<handshake/>");
  return peer;
}

/** What somebody hears who does not prove who it is. */
async function proves(port: number, attempt: string): Promise<string> {
  const peer = await meet(port);
  peer.write(attempt);
  return peer.until("</stream:stream>");
}

test("a component that knows its secret is let in", async () => {
  const { port } = await open();
  const peer = await meet(port);
  expect(await peer.until(/id='[^']+'[^>]*>/)).toContain("from='irc.example.com'");
  await enter(port);
});

test("one that does not is not", async () => {
  const { port } = await open();
  for (const attempt of ["<handshake>0123456789</handshake>", "<message to='romeo@example.com'/>"])
    expect(await proves(port, attempt)).toContain("<not-authorized");
});

test("wrong proofs count, and whoever has guessed too much is not listened to, but where the secret was known before", async () => {
  const guard = new LoginGuard(() => 0);
  const { port } = await open(guard);
  expect(await proves(port, "<handshake>0123456789</handshake>")).toContain("<not-authorized");
  expect([1, 2, 3].map(() => guard.failed("127.0.0.1", "irc.example.com"))).toEqual([0, 0, 250]);
  for (let i = 0; i < 100; i++) guard.failed("127.0.0.1", "irc.example.com");
  expect(await proves(port, "<handshake>0123456789</handshake>")).toContain("<policy-violation");
  guard.succeeded("127.0.0.1", "irc.example.com");
  await enter(port);
});

test("what is no text, or too much of it before the proof, ends the stream", async () => {
  const { port } = await open();
  const garbled = await meet(port);
  garbled.socket.write(Buffer.from([0x3c, 0xff, 0xfe]));
  expect(await garbled.until("</stream:stream>")).toContain("<not-well-formed");
  expect(await proves(port, `<handshake>${"0".repeat(20_000)}</handshake>`)).toContain("<policy-violation");
});

test("nobody else is served", async () => {
  const { port } = await open();
  expect(await (await meet(port, "example.com")).until("</stream:stream>")).toContain("<host-unknown");
  const stranger = await meet(port, "irc.example.com", "jabber:client");
  expect(await stranger.until("</stream:stream>")).toContain("<invalid-namespace");
  expect(await proves(port, "<handshake></sparrow>")).toContain("<not-well-formed");
});

test("users and a component write to each other, each in its own namespace", async () => {
  const { house, port } = await open();
  const romeo = await house.login("romeo@example.com/orchard");
  await romeo.sends("<presence/>");
  romeo.received();
  const peer = await enter(port);
  await romeo.sends("<message to='verona@irc.example.com' type='chat'><body>Hello</body></message>");
  expect(await peer.until("</message>")).toBe(
    "<message to='verona@irc.example.com' type='chat' from='romeo@example.com/orchard'><body>Hello</body></message>",
  );
  peer.write(
    "<message from='verona@irc.example.com/tybalt' to='romeo@example.com' type='headline'><body>Turn!</body></message>",
  );
  await expect
    .poll(() => romeo.received().join())
    .toBe(
      "<message from='verona@irc.example.com/tybalt' to='romeo@example.com' type='headline'><body>Turn!</body></message>",
    );
});

test("what a component writes to somebody away waits for them", async () => {
  const { house, port } = await open();
  house.account("juliet");
  const peer = await enter(port);
  peer.write("<message from='verona@irc.example.com' to='juliet@example.com' type='chat'><body>Wake!</body></message>");
  peer.write("<iq type='get' id='p1' from='irc.example.com' to='example.com'><ping xmlns='urn:xmpp:ping'/></iq>");
  await peer.until("type='result'");
  const juliet = await house.login("juliet@example.com/balcony");
  await juliet.sends("<presence/>");
  await expect.poll(() => juliet.received().join()).toContain("<body>Wake!</body>");
});

test("a component asks the server and its users, and hears who is not there", async () => {
  const { house, port } = await open();
  const romeo = await house.login("romeo@example.com/orchard");
  const peer = await enter(port);
  const ask = (to: string) =>
    peer.write(
      `<iq type='get' id='i1' from='irc.example.com' to='${to}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
    );
  ask("example.com");
  expect(await peer.until("</iq>")).toContain("<identity category='server' type='im' name='Yonder'/>");
  ask("romeo@example.com/orchard");
  await expect.poll(() => romeo.received().join()).toContain("from='irc.example.com'");
  await romeo.sends("<iq type='result' id='i1' to='irc.example.com'/>");
  expect(await peer.until("/>")).toBe(
    "<iq type='result' id='i1' to='irc.example.com' from='romeo@example.com/orchard'/>",
  );
  for (const absent of ["romeo@example.com/tomb", "nobody@example.com"]) {
    ask(absent);
    expect(await peer.until("</iq>")).toContain("<service-unavailable");
  }
  ask("elsewhere.example.net");
  expect(await peer.until("</iq>")).toContain("<remote-server-not-found");
});

test("addresses that are not a component's own end its stream", async () => {
  const { port } = await open();
  for (const [from, condition] of [
    ["romeo@example.com", "invalid-from"],
    [undefined, "improper-addressing"],
  ]) {
    const peer = await enter(port);
    peer.write(`<message to='juliet@example.com'${from ? ` from='${from}'` : ""}/>`);
    expect(await peer.until("</stream:stream>")).toContain(`<${condition}`);
  }
});

test("a gateway becomes a contact, and sees the user come", async () => {
  const { house, port } = await open();
  const romeo = await house.login("romeo@example.com/orchard");
  await romeo.sends("<iq type='get' id='r1'><query xmlns='jabber:iq:roster'/></iq>");
  await romeo.sends("<presence/>");
  romeo.received();
  const peer = await enter(port);
  await romeo.sends("<presence to='irc.example.com' type='subscribe'/>");
  await peer.until("type='subscribe'");
  peer.write("<presence from='irc.example.com' to='romeo@example.com' type='subscribed'/>");
  peer.write("<presence from='irc.example.com' to='romeo@example.com' type='subscribe'/>");
  await expect.poll(() => romeo.received().join()).toContain("type='subscribe'");
  await romeo.sends("<presence to='irc.example.com' type='subscribed'/>");
  await peer.until("type='subscribed'");
  await peer.until("from='romeo@example.com/orchard'");
  peer.write("<presence from='irc.example.com' to='romeo@example.com' type='probe'/>");
  expect(await peer.until("from='romeo@example.com/orchard'")).not.toContain("unavailable");
  await romeo.leaves();
  expect(await peer.until("type='unavailable'")).toContain("romeo@example.com/orchard");
});

test("whoever may not see a user is told nothing", async () => {
  const { house, port } = await open();
  const peer = await enter(port);
  house.account("juliet");
  for (const user of ["juliet", "nobody"]) {
    peer.write(`<presence from='irc.example.com' to='${user}@example.com' type='probe'/>`);
    expect(await peer.until("/>")).toBe(
      `<presence from='${user}@example.com' to='irc.example.com' type='unsubscribed'/>`,
    );
  }
});

test("a second connection takes the place of the first", async () => {
  const { port } = await open();
  const first = await enter(port);
  await enter(port);
  expect(await first.until("</stream:stream>")).toContain("<conflict");
});

test("while a component is away, its users are told", async () => {
  const { house, port } = await open();
  const romeo = await house.login("romeo@example.com/orchard");
  const message = "<message to='irc.example.com'><body>Hello</body></message>";
  expect((await romeo.asks(message)).join()).toContain("<service-unavailable");
  const peer = await enter(port);
  peer.write("</stream:stream>");
  await peer.until("</stream:stream>");
  expect((await romeo.asks(message)).join()).toContain("<service-unavailable");
  expect(await romeo.asks("<presence to='irc.example.com' type='unavailable'/>")).toEqual([]);
});

test("a stanza that came by another node goes to the component here", async () => {
  const { house, port } = await open();
  const peer = await enter(port);
  const stanza = xml("message", "jabber:client", { from: "juliet@example.com/balcony", to: "irc.example.com" });
  await house.host.router.signal("irc.example.com", xml("stanza", "urn:yonder:component:0", null, stanza));
  expect(await peer.until("/>")).toBe("<message from='juliet@example.com/balcony' to='irc.example.com'/>");
  await house.host.router.signal("irc.example.com", xml("replaced", "urn:yonder:component:0", { by: "node-2" }));
  expect(await peer.until("</stream:stream>")).toContain("<conflict");
});

test("whoever has come last has the domain, however they came", async () => {
  const { house, port } = await open();
  const romeo = await house.login("romeo@example.com/orchard");
  const peers = await Promise.all([enter(port), enter(port), enter(port)]);
  await expect.poll(() => peers.filter(({ socket }) => !socket.readableEnded).length).toBe(1);
  const [last] = peers.filter(({ socket }) => !socket.readableEnded);
  await romeo.sends("<message to='irc.example.com'><body>Hello</body></message>");
  expect(await last?.until("</message>")).toContain("<body>Hello</body>");
});

test("what could not be handled once keeps nothing that comes later from being handled", async () => {
  const { house, port } = await open();
  const send = vi.spyOn(house.host.router, "send");
  for (const _ of ["the stanza", "that it was not handled"]) send.mockRejectedValueOnce(new Error("out of reach"));
  const first = await enter(port);
  first.write("<iq type='get' id='1' from='irc.example.com' to='romeo@example.com/balcony'><a xmlns='b'/></iq>");
  await first.until("</stream:stream>");
  const second = await enter(port);
  second.write("<iq type='get' id='2' from='irc.example.com' to='example.com'><ping xmlns='urn:xmpp:ping'/></iq>");
  expect(await second.until(/<iq [^>]*>/)).toContain("type='result'");
});
