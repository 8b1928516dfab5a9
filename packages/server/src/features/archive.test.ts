import { beforeAll, describe, expect, test } from "vitest";
import { toText } from "../store/archive-id.ts";
import { archive } from "./archive.ts";
import { disco } from "./disco.ts";
import { type Guest, type House, openHouse } from "./house.fixture.ts";

let house: House;
let juliet: Guest;
const ids: string[] = [];

// Ten messages with Romeo and the nurse in turns, a minute apart from 10:00 on.
beforeAll(async () => {
  house = await openHouse([archive]);
  juliet = await house.login("juliet@example.com/balcony");
  for (let i = 0; i < 10; i++) {
    const peer = i % 2 === 0 ? "romeo@example.com" : "nurse@example.com";
    const xml = `<message from='${peer}/x' to='juliet@example.com' type='chat'><body>${i}</body></message>`;
    const at = new Date(Date.UTC(2026, 5, 7, 10, i));
    ids.push(toText(house.memory.addMessage(juliet.session.account, { peer, xml, isIncoming: true, at })));
  }
});

const rsm = (inner: string) => `<set xmlns='http://jabber.org/protocol/rsm'>${inner}</set>`;
const form = (fields: Record<string, string | string[]>) =>
  `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>${Object.entries(
    fields,
  )
    .map(
      ([name, values]) =>
        `<field var='${name}'>${[values]
          .flat()
          .map((value) => `<value>${value}</value>`)
          .join("")}</field>`,
    )
    .join("")}</x>`;
const query = (inner = "") => `<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2' queryid='f27'>${inner}</query></iq>`;

async function ask(inner = "") {
  const stanzas = await juliet.asks(query(inner));
  const results = stanzas.slice(0, -1).map((text) => /<body>(\d+)<\/body>/.exec(text)?.[1]);
  return { results: results.join(""), answer: stanzas.at(-1) ?? "", stanzas };
}

describe("a query", () => {
  test("is answered with each message, forwarded with the time of its acceptance, and then the end", async () => {
    const { stanzas, results, answer } = await ask();
    expect(results).toBe("0123456789");
    expect(stanzas[0]).toMatch(
      new RegExp(
        `^<message from='juliet@example.com' to='juliet@example.com/balcony' id='random-1'><result xmlns='urn:xmpp:mam:2' queryid='f27' id='${ids[0]}'>` +
          "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-06-07T10:00:00Z'/>" +
          "<message xmlns='jabber:client' from='romeo@example.com/x' to='juliet@example.com' type='chat'><body>0</body></message></forwarded></result></message>$",
      ),
    );
    expect(answer).toBe(
      "<iq type='result' id='q' to='juliet@example.com/balcony'><fin xmlns='urn:xmpp:mam:2' complete='true'>" +
        `<set xmlns='http://jabber.org/protocol/rsm'><first>${ids[0]}</first><last>${ids[9]}</last></set></fin></iq>`,
    );
  });

  test("without a queryid gets results without one", async () => {
    const [first] = await juliet.asks("<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>");
    expect(first).not.toContain("queryid");
  });

  test("of an archive in which nothing matches is complete and empty", async () => {
    const { answer } = await ask(form({ with: "tybalt@example.com" }));
    expect(answer).toContain(
      "<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'/></fin>",
    );
  });
});

describe("a page", () => {
  test("holds the first messages, and says that there are more", async () => {
    const { results, answer } = await ask(rsm("<max>3</max>"));
    expect(results).toBe("012");
    expect(answer).toContain("<fin xmlns='urn:xmpp:mam:2'><set");
  });

  test("goes on after the last id, and at the end is complete", async () => {
    expect((await ask(rsm(`<max>3</max><after>${ids[2]}</after>`))).results).toBe("345");
    const last = await ask(rsm(`<max>3</max><after>${ids[6]}</after>`));
    expect(last.results).toBe("789");
    expect(last.answer).toContain("complete='true'");
  });

  test("goes back before the first id, still oldest first", async () => {
    expect((await ask(rsm(`<max>3</max><before>${ids[5]}</before>`))).results).toBe("234");
  });

  test("may be the last one", async () => {
    const { results, answer } = await ask(rsm("<max>3</max><before/>"));
    expect(results).toBe("789");
    expect(answer).toContain(`<first>${ids[7]}</first><last>${ids[9]}</last>`);
  });

  test("may be sent newest first, which changes nothing in it", async () => {
    const { results, answer } = await ask(`${rsm("<max>3</max><before/>")}<flip-page/>`);
    expect(results).toBe("987");
    expect(answer).toContain(`<first>${ids[7]}</first><last>${ids[9]}</last>`);
  });

  test("of no messages tells how many there are", async () => {
    const { results, answer } = await ask(rsm("<max>0</max>"));
    expect(results).toBe("");
    expect(answer).toContain("<count>10</count>");
  });

  test("is no larger than the server wants", async () => {
    const owner = house.account("prolific");
    const guest = await house.login("prolific@example.com/desk");
    const xml = "<message from='a@example.com' to='prolific@example.com'><body>0</body></message>";
    for (let i = 0; i < 300; i++) {
      house.memory.addMessage(owner, {
        peer: "a@example.com",
        xml,
        isIncoming: true,
        at: new Date(Date.UTC(2026, 1, 1)),
      });
    }
    expect(await guest.asks(query(rsm("<max>100000</max>")))).toHaveLength(251);
    expect(await guest.asks(query())).toHaveLength(51);
  });
});

describe("a page of long messages", () => {
  test("is cut short, and goes on where it was cut, in either direction", async () => {
    const owner = house.account("novelist");
    const guest = await house.login("novelist@example.com/desk");
    const at = new Date(Date.UTC(2026, 1, 1));
    const chapters = ["0", "1", "2"].map((body) => {
      const xml = `<message from='a@example.com'><body>${body}</body><x xmlns='urn:x'>${"a".repeat(200_000)}</x></message>`;
      return toText(house.memory.addMessage(owner, { peer: "a@example.com", xml, isIncoming: true, at }));
    });
    const bodies = async (inner: string) => {
      const stanzas = await guest.asks(query(rsm(inner)));
      return stanzas.map((text) => /<body>(\d)</.exec(text)?.[1] ?? /complete='true'/.exec(text)?.[0] ?? "more");
    };
    expect(await bodies("<max>10</max>")).toEqual(["0", "1", "more"]);
    expect(await bodies(`<max>10</max><after>${chapters[1]}</after>`)).toEqual(["2", "complete='true'"]);
    expect(await bodies("<max>10</max><before/>")).toEqual(["1", "2", "more"]);
    expect(await bodies(`<max>10</max><before>${chapters[1]}</before>`)).toEqual(["0", "complete='true'"]);
  });
});

describe("a filter", () => {
  test.each([
    ["by the other side", { with: "romeo@example.com" }, "02468"],
    ["by the other side in capitals", { with: "ROMEO@Example.com" }, "02468"],
    ["by the first moment, itself included", { start: "2026-06-07T10:07:00Z" }, "789"],
    ["by the last moment, itself included", { end: "2026-06-07T10:02:00Z" }, "012"],
    ["by moments of another time zone", { start: "2026-06-07T12:03:00+02:00", end: "2026-06-07T12:04:00+02:00" }, "34"],
    ["by several at once", { with: "nurse@example.com", start: "2026-06-07T10:04:00Z" }, "579"],
  ])("%s", async (_, fields, expected) => {
    expect((await ask(form(fields))).results).toBe(expected);
  });

  test("by ids around it, and by ids alone", async () => {
    const [, one, , , four] = ids;
    expect((await ask(form({ "after-id": one ?? "", "before-id": four ?? "" }))).results).toBe("23");
    expect((await ask(form({ ids: [four ?? "", one ?? ""] }))).results).toBe("14");
  });

  test("pages as the whole archive does", async () => {
    const { results, answer } = await ask(
      form({ with: "romeo@example.com" }) + rsm(`<max>2</max><after>${ids[0]}</after>`),
    );
    expect(results).toBe("24");
    expect(answer).not.toContain("complete");
  });
});

describe("refused is", () => {
  test.each([
    ["an id that is not in the archive, after it", rsm("<after>zzzzzz</after>"), "item-not-found"],
    ["an id that is none, before it", rsm("<before>09af3-cc343-b409f</before>"), "item-not-found"],
    ["an id that would be SQL", rsm("<after>' OR 1=1 --</after>"), "item-not-found"],
    ["an unknown after-id", form({ "after-id": "1" }), "item-not-found"],
    ["an unknown before-id", form({ "before-id": "1" }), "item-not-found"],
    ["one unknown among ids", form({ ids: ["1"] }), "item-not-found"],
    ["a field nobody knows", form({ "{urn:example}mood": "lonely" }), "feature-not-implemented"],
    ["a page by its number", rsm("<max>3</max><index>3</index>"), "feature-not-implemented"],
    ["a negative page", rsm("<max>-1</max>"), "bad-request"],
    ["a page of words", rsm("<max>many</max>"), "bad-request"],
    ["a moment that is none", form({ start: "yesterday" }), "bad-request"],
    ["a peer that is none", form({ with: "@@" }), "bad-request"],
    ["one device of the other side", form({ with: "romeo@example.com/x" }), "feature-not-implemented"],
    ["a form of something else", "<x xmlns='jabber:x:data' type='submit'/>", "bad-request"],
  ])("%s", async (_, inner, condition) => {
    const { stanzas, answer } = await ask(inner);
    expect(stanzas).toHaveLength(1);
    expect(answer).toContain(`<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'`);
  });

  test("everybody else's archive, whether it exists or not", async () => {
    house.account("romeo");
    for (const name of ["romeo", "nobody"]) {
      const to = `to='${name}@example.com'`;
      const wanted = [
        `<iq type='set' id='q' ${to}><query xmlns='urn:xmpp:mam:2'/></iq>`,
        `<iq type='get' id='q' ${to}><query xmlns='urn:xmpp:mam:2'/></iq>`,
        `<iq type='get' id='q' ${to}><metadata xmlns='urn:xmpp:mam:2'/></iq>`,
        `<iq type='get' id='q' ${to}><prefs xmlns='urn:xmpp:mam:2'/></iq>`,
      ];
      for (const iq of wanted) expect((await juliet.asks(iq))[0]).toContain("<forbidden");
    }
  });
});

test("the form names every field", async () => {
  const [answer] = await juliet.asks("<iq type='get' id='form1'><query xmlns='urn:xmpp:mam:2'/></iq>");
  for (const name of ["with", "start", "end", "before-id", "after-id", "ids"])
    expect(answer).toContain(`var='${name}'`);
  expect(answer).not.toContain("<required");
});

test("the archive tells where it begins and ends", async () => {
  expect((await juliet.asks("<iq type='get' id='m'><metadata xmlns='urn:xmpp:mam:2'/></iq>"))[0]).toContain(
    `<metadata xmlns='urn:xmpp:mam:2'><start id='${ids[0]}' timestamp='2026-06-07T10:00:00Z'/><end id='${ids[9]}' timestamp='2026-06-07T10:09:00Z'/></metadata>`,
  );
  const newcomer = await house.login("newcomer@example.com/phone");
  expect((await newcomer.asks("<iq type='get' id='m'><metadata xmlns='urn:xmpp:mam:2'/></iq>"))[0]).toContain(
    "<metadata xmlns='urn:xmpp:mam:2'/>",
  );
});

test("everything is archived, and that cannot be changed", async () => {
  expect((await juliet.asks("<iq type='get' id='p'><prefs xmlns='urn:xmpp:mam:2'/></iq>"))[0]).toContain(
    "<prefs xmlns='urn:xmpp:mam:2' default='always'><always/><never/></prefs>",
  );
  const set = "<iq type='set' id='p'><prefs xmlns='urn:xmpp:mam:2' default='never'><always/><never/></prefs></iq>";
  expect((await juliet.asks(set))[0]).toContain("<not-allowed");
});

test.each(["example.com", "juliet@example.com"])("%s says that there is an archive", async (to) => {
  const visitors = await openHouse([archive, disco]);
  const guest = await visitors.login("juliet@example.com/balcony");
  const answer = await guest.asks(
    `<iq type='get' id='i' to='${to}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
  );
  expect(answer.join("")).toContain("<feature var='urn:xmpp:mam:2'/>");
});
