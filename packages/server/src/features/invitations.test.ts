import { describe, expect, test } from "vitest";
import type { Invitation } from "../store/store.ts";
import { commands } from "./ad-hoc/commands.ts";
import { getRoster, here } from "./couple.fixture.ts";
import { NOW, openHouse } from "./house.fixture.ts";
import { invitations } from "./invitations.ts";
import { presence } from "./presence.ts";
import { rooms } from "./rooms/rooms.ts";
import { roster } from "./roster.ts";

const execute = (node: string, attributes = "action='execute'", inner = "") =>
  `<iq type='set' id='exec1' to='example.com'><command xmlns='http://jabber.org/protocol/commands' node='${node}' ${attributes}>${inner}</command></iq>`;
const invite = "urn:xmpp:invite#invite";
const createAccount = "urn:xmpp:invite#create-account";
const submit = (name: string, value: string) =>
  `<x xmlns='jabber:x:data' type='submit'><field var='${name}'><value>${value}</value></field></x>`;

describe("everyone", () => {
  test("invites a friend with one link, good for seven days and one account", async () => {
    const house = await openHouse([commands, invitations]);
    const romeo = await house.login("romeo@example.com/orchard");
    const [answer] = await romeo.asks(execute(invite));
    expect(answer).toContain("node='urn:xmpp:invite#invite' sessionid='random-1' status='completed'");
    expect(answer).toContain("<value>xmpp:romeo@example.com?roster;preauth=TOKEN1;ibr=y</value>");
    expect(answer).toContain("<value>https://example.com/invite/#TOKEN1</value>");
    expect(answer).toContain("<value>2026-11-29T12:00:00Z</value>");
    expect(house.memory.invitations).toEqual([
      { kind: "contact", inviter: romeo.session.account.id, expiresAt: new Date(NOW + 7 * 86_400_000), uses: 1 },
    ]);
  });

  test("but makes no accounts for others", async () => {
    const house = await openHouse([commands, invitations]);
    const romeo = await house.login("romeo@example.com/orchard");
    expect((await romeo.asks(execute(createAccount)))[0]).toContain("<forbidden");
    expect((await romeo.asks(execute(createAccount, "", submit("roster-subscription", "1"))))[0]).toContain(
      "<forbidden",
    );
    expect(house.memory.invitations).toEqual([]);
  });
});

describe("an administrator", () => {
  test("fills in a form and gets the link", async () => {
    const house = await openHouse([commands, invitations]);
    house.account("friar", true);
    const friar = await house.login("friar@example.com/cell");
    const [form] = await friar.asks(execute(createAccount));
    expect(form).toContain("sessionid='random-1' status='executing'><actions execute='complete'><complete/></actions>");
    const [answer] = await friar.asks(
      execute(createAccount, "sessionid='random-1'", submit("roster-subscription", "0")),
    );
    expect(answer).toContain("<value>xmpp:example.com?register;preauth=TOKEN1</value>");
    expect(house.memory.invitations[0]?.kind).toBe("account");
  });

  test("may become the newcomer's contact", async () => {
    const house = await openHouse([commands, invitations], { admins: ["friar@example.com"] });
    const friar = await house.login("friar@example.com/cell");
    await friar.asks(execute(createAccount));
    await friar.asks(execute(createAccount, "sessionid='random-1'", submit("roster-subscription", "true")));
    expect(house.memory.invitations[0]?.kind).toBe("contact");
  });

  test("may suggest a name that is free", async () => {
    const house = await openHouse([commands, invitations], { admins: ["friar@example.com"] });
    const friar = await house.login("friar@example.com/cell");
    house.account("tybalt");
    await friar.asks(execute(createAccount));
    const fill = async (name: string) =>
      (await friar.asks(execute(createAccount, "sessionid='random-1'", submit("username", name)))).join();
    expect(await fill("tybalt")).toContain("<conflict");
    expect(await fill("two words")).toContain("<not-acceptable");
    expect(await fill("Juliet")).toContain("<value>xmpp:juliet@example.com?register;preauth=TOKEN1</value>");
  });
});

test("while registration is closed, nobody is invited", async () => {
  const house = await openHouse([commands, invitations], { registration: "closed" });
  const romeo = await house.login("romeo@example.com/orchard");
  expect((await romeo.asks(execute(invite)))[0]).toContain("<forbidden");
});

test("who came by a friend's link sees the friend, and is seen, at once", async () => {
  const house = await openHouse([roster, presence, invitations]);
  const romeo = await here(house, "romeo@example.com/orchard");
  const inviter = romeo.session.account;
  const invitation = { kind: "contact", inviter, expiresAt: new Date(NOW), usesLeft: 0 } as const;
  await house.host.router.registered(house.account("juliet"), invitation);
  const pushes = romeo
    .received()
    .join("")
    .match(/<item jid='juliet@example.com'[^>]*>/g);
  expect(pushes?.at(-1)).toContain("subscription='both'");
  const juliet = await house.login("juliet@example.com/balcony");
  expect((await juliet.asks(getRoster)).join("")).toContain("<item jid='romeo@example.com' subscription='both'");
  await juliet.sends("<presence/>");
  expect(romeo.received()).toEqual(["<presence from='juliet@example.com/balcony' to='romeo@example.com'/>"]);
  expect(juliet.received().join("")).not.toContain("type='subscribe");
});

test("who has an account already and shows a friend's link becomes a contact, once (XEP-0379)", async () => {
  const house = await openHouse([roster, presence, commands, invitations]);
  const romeo = await here(house, "romeo@example.com/orchard");
  await romeo.asks(execute(invite));
  const subscribe = (token: string) =>
    `<presence to='romeo@example.com' type='subscribe'><preauth xmlns='urn:xmpp:pars:0' token='${token}'/></presence>`;
  const juliet = await here(house, "juliet@example.com/balcony");
  await juliet.sends("<presence to='romeo@example.com' type='subscribed'/>");
  await juliet.sends(subscribe("TOKEN1"));
  expect((await juliet.asks(getRoster)).join("")).toContain("<item jid='romeo@example.com' subscription='both'");
  expect(romeo.received().join("")).not.toContain("type='subscribe'");
  const tybalt = await here(house, "tybalt@example.com/alley");
  await tybalt.sends(subscribe("TOKEN1"));
  expect((await tybalt.asks(getRoster)).join("")).toContain("subscription='none' ask='subscribe'");
  expect(romeo.received().join("")).toContain("type='subscribe'");
});

test("a link that only makes an account makes no friends", async () => {
  const house = await openHouse([roster, presence, invitations]);
  const romeo = await here(house, "romeo@example.com/orchard");
  const invitation = {
    kind: "account",
    inviter: romeo.session.account,
    expiresAt: new Date(NOW),
    usesLeft: 0,
  } as const;
  await house.host.router.registered(house.account("juliet"), invitation);
  expect(romeo.received()).toEqual([]);
});

describe("to somewhere", () => {
  const GOAL = "urn:yonder:invitation:0";
  const ROOM = "coven@conference.example.com";
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
  const fields = (values: Readonly<Record<string, string>>) => {
    const all = Object.entries(values).map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`);
    return `<x xmlns='jabber:x:data' type='submit'>${all.join("")}</x>`;
  };

  /** The hag owns a coven for members. */
  async function openCoven() {
    const house = await openHouse([roster, presence, commands, invitations, rooms], { guests: true });
    const hag = await house.login("hag@example.com/pda");
    await hag.sends("<presence/>");
    await hag.sends(`<presence to='${ROOM}/hag'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await settled();
    const type = "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>";
    const closed = "<field var='muc#roomconfig_membersonly'><value>1</value></field>";
    const form = `<x xmlns='jabber:x:data' type='submit'>${type}${closed}</x>`;
    await hag.sends(
      `<iq type='set' id='c' to='${ROOM}'><query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query></iq>`,
    );
    await settled();
    return { house, hag };
  }

  test("a group has the newcomer as a member, asked in by who invited them", async () => {
    const { house, hag } = await openCoven();
    const id = /sessionid='([^']+)'/.exec((await hag.asks(execute(GOAL)))[0] ?? "")?.[1];
    const filled = fields({ name: "The hag", to: ROOM, title: "Coven" });
    const [answer] = await hag.asks(execute(GOAL, `action='complete' sessionid='${id}'`, filled));
    expect(answer).toContain("/invite/#TOKEN1");
    const [{ details } = {}] = house.memory.invitations;
    expect(JSON.parse(details ?? "")).toEqual({ name: "The hag", to: ROOM, title: "Coven" });

    await hag.leaves();
    const imp = await house.login("imp@example.com/phone");
    await imp.sends("<presence/>");
    imp.received();
    const invitation = { kind: "contact", inviter: hag.session.account, expiresAt: new Date(), usesLeft: 0, details };
    await house.host.router.registered(imp.session.account, invitation as Invitation);
    await settled();
    expect(imp.received().join("")).toMatch(/from='coven@conference.example.com'.*<invite from='hag@example.com'\/>/);
    await imp.sends(`<presence to='${ROOM}/imp'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await settled();
    expect(imp.received().join("")).toMatch(/affiliation='member'.*<status code='110'/);
  });

  test("that is not the inviter's to give leads nowhere", async () => {
    const { house, hag } = await openCoven();
    const elf = await house.login("elf@example.com/pda");
    const ask = async (guest: typeof hag, to: string) => {
      const id = /sessionid='([^']+)'/.exec((await guest.asks(execute(GOAL)))[0] ?? "")?.[1];
      return (await guest.asks(execute(GOAL, `action='complete' sessionid='${id}'`, fields({ to })))).join("");
    };
    expect(await ask(elf, ROOM)).toContain("<forbidden");
    expect(await ask(hag, "imp@example.com")).toContain("<forbidden");
    expect(await ask(hag, "@")).toContain("<jid-malformed");
    // Made by hand, it does not either.
    const imp = await house.login("imp@example.com/phone");
    await imp.sends("<presence/>");
    imp.received();
    const details = JSON.stringify({ to: ROOM });
    const invitation = { kind: "contact", inviter: elf.session.account, expiresAt: new Date(), usesLeft: 0, details };
    await house.host.router.registered(imp.session.account, invitation as Invitation);
    await settled();
    expect(imp.received().join("")).not.toContain("<invite ");
  });

  test("a guest who stays is told of in both conversations", async () => {
    const { house, hag } = await openCoven();
    const jonas = house.account("jonas");
    const details = JSON.stringify({ to: "stranger@guest.example.com" });
    const invitation = { kind: "contact", inviter: hag.session.account, expiresAt: new Date(), usesLeft: 0, details };
    hag.received();
    await house.host.router.registered(jonas, invitation as Invitation);
    const told = hag.received().join("");
    expect(told).toMatch(/from='stranger@guest.example.com'.*<new-jid>jonas@example.com<\/new-jid>/);
    expect(told).toMatch(/from='jonas@example.com'.*<old-jid>stranger@guest.example.com<\/old-jid>/);
  });
});
