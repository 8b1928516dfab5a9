import { parseElement } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import type { BoshRequest } from "./held-requests.ts";
import { RequestOrder } from "./request-order.ts";

const FIRST = 100;
/** What requests were answered, by id. */
let answers: string[] = [];

function order(window = 2): RequestOrder {
  answers = [];
  return new RequestOrder(FIRST, window);
}

function request(rid: number, attributes = ""): BoshRequest {
  const header = parseElement(`<body xmlns='http://jabber.org/protocol/httpbind' ${attributes}/>`);
  return { body: { header, rid, payloads: [], bytes: 0 }, answer: (text) => answers.push(`${rid}: ${text}`) };
}

describe("requests", () => {
  test("are read in the order of their ids, whatever the order in which they come", () => {
    const requests = order();
    expect(requests.offer(request(102), 0)).toBe("ahead");
    expect(requests.next()).toBeUndefined();
    expect(requests.offer(request(101), 0)).toBe("ahead");
    expect([requests.next()?.body.rid, requests.next()?.body.rid, requests.next()]).toEqual([101, 102, undefined]);
  });

  test.each([
    ["beyond what may be under way", 103, "", "outside"],
    ["one further, to end", 103, "type='terminate'", "ahead"],
    ["one further, to pause", 103, "pause='10'", "ahead"],
    ["two further, to end", 104, "type='terminate'", "outside"],
    ["far away", Number.MAX_SAFE_INTEGER, "", "outside"],
    ["of before", 100, "", "again"],
    ["from before the first", 1, "", "again"],
  ])("%s: %i %s", (_, rid, attributes, place) => {
    expect(order().offer(request(rid, attributes), 0)).toBe(place);
  });

  test("that come twice before their turn are read once, and the later line is answered", () => {
    const requests = order();
    const again = request(102);
    requests.offer(request(102), 0);
    requests.offer(again, 0);
    requests.offer(request(101), 0);
    expect(answers).toEqual(["102: <body xmlns='http://jabber.org/protocol/httpbind' type='error'/>"]);
    requests.next();
    expect(requests.next()).toBe(again);
  });

  test("whose line broke before their turn are awaited again", () => {
    const requests = order();
    const early = request(102);
    requests.offer(early, 0);
    requests.abandon(early);
    requests.offer(request(101), 0);
    expect([requests.next()?.body.rid, requests.next()]).toEqual([101, undefined]);
    expect(requests.offer(request(102), 0)).toBe("ahead");
  });
});

describe("repetitions", () => {
  test("in quick succession are too many one day", () => {
    const requests = order();
    const places = Array.from({ length: 30 }, (_, index) => requests.offer(request(100), index * 10));
    expect(places[0]).toBe("again");
    expect(places.at(-1)).toBe("too-often");
  });

  test("of a line that breaks every other second go on", () => {
    const requests = order();
    const places = Array.from({ length: 100 }, (_, index) => requests.offer(request(100), index * 2_000));
    expect(new Set(places)).toEqual(new Set(["again"]));
  });
});
