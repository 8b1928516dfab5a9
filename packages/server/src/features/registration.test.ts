import { expect, test } from "vitest";
import { openHouse } from "./house.fixture.ts";
import { presence } from "./presence.ts";
import { registration } from "./registration.ts";
import { roster } from "./roster.ts";

const open = () => openHouse([roster, presence, registration], { passwordIterations: 4096 });
const set = (inner: string, to = "to='example.com'") =>
  `<iq type='set' id='change1' ${to}><query xmlns='jabber:iq:register'>${inner}</query></iq>`;

test("an account is told that it is registered, and not its password", async () => {
  const bill = await (await open()).login("bill@example.com/globe");
  expect(await bill.asks("<iq type='get' id='reg1'><query xmlns='jabber:iq:register'/></iq>")).toEqual([
    "<iq type='result' id='reg1' to='bill@example.com/globe'><query xmlns='jabber:iq:register'><registered/><username>bill</username><password/></query></iq>",
  ]);
});

test("the password is changed", async () => {
  const house = await open();
  const bill = await house.login("bill@example.com/globe");
  await bill.sends(set("<username>bill</username><password>new password</password>"));
  await expect
    .poll(() => bill.received(), { interval: 1 })
    .toEqual(["<iq type='result' id='change1' from='example.com' to='bill@example.com/globe'/>"]);
  expect(house.memory.passwordsSet).toEqual(["bill"]);
});

test("the session that changes the password goes on, the account's other ones count as logged in with the former", async () => {
  const house = await open();
  const globe = await house.login("bill@example.com/globe");
  const phone = await house.login("bill@example.com/phone");
  await globe.sends(set("<username>bill</username><password>new password</password>"));
  await expect.poll(() => globe.received(), { interval: 1 }).toHaveLength(1);
  const now = await house.host.store.accounts.find("bill");
  expect(globe.session.account.epoch).toBe(now?.epoch);
  expect(phone.session.account.epoch).toBeLessThan(now?.epoch ?? 0);
});

test.each([
  ["an empty password", "<username>bill</username><password/>", "bad-request"],
  ["no password", "<username>bill</username>", "bad-request"],
  ["too short a password", "<username>bill</username><password>seven77</password>", "not-acceptable"],
  ["no username", "<password>new password</password>", "bad-request"],
  ["another's name", "<username>juliet</username><password>new password</password>", "not-allowed"],
  [
    "a password with a control character's stand-in",
    "<username>bill</username><password>a&#x7;</password>",
    "not-acceptable",
  ],
])("%s is refused, and nothing changes", async (_, inner, condition) => {
  const house = await open();
  house.account("juliet");
  const bill = await house.login("bill@example.com/globe");
  expect((await bill.asks(set(inner.replace("&#x7;", "\u0085"))))[0]).toContain(`<${condition}`);
  expect(house.memory.passwordsSet).toEqual([]);
});

test("nobody changes or ends somebody else's account", async () => {
  const house = await open();
  house.account("juliet");
  const bill = await house.login("bill@example.com/globe");
  const to = "to='juliet@example.com'";
  expect((await bill.asks(set("<remove/>", to)))[0]).toContain("<service-unavailable");
  expect((await bill.asks(set("<username>juliet</username><password>x</password>", to)))[0]).toContain(
    "<service-unavailable",
  );
  expect(await house.host.store.accounts.find("juliet")).toBeDefined();
});

test("an account that is cancelled is answered, its sessions end, and its contacts see it go", async () => {
  const house = await open();
  const bill = await house.login("bill@example.com/globe");
  const phone = await house.login("bill@example.com/phone");
  const anne = await house.login("anne@example.com/home");
  await anne.sends("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
  for (const guest of [bill, anne]) await guest.sends("<presence/>");
  await anne.sends("<presence to='bill@example.com' type='subscribe'/>");
  await bill.sends("<presence to='anne@example.com' type='subscribed'/>");
  anne.received();
  bill.received();
  await bill.sends(set("<remove/>"));
  expect(bill.received()).toContain("<iq type='result' id='change1' from='example.com' to='bill@example.com/globe'/>");
  for (const guest of [bill, phone]) expect(guest.streamError?.condition).toBe("not-authorized");
  expect(anne.received().join("")).toContain(
    "<presence from='bill@example.com' to='anne@example.com' type='unsubscribed'/>",
  );
  expect(await house.host.store.accounts.find("bill")).toBeUndefined();
});

test("a removal that says more than that is refused", async () => {
  const house = await open();
  const bill = await house.login("bill@example.com/globe");
  expect((await bill.asks(set("<remove/><username>bill</username>")))[0]).toContain("<bad-request");
  expect(await house.host.store.accounts.find("bill")).toBeDefined();
});
