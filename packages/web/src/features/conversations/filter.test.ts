import type { Contact, Conversation, Message } from "@yonder/client";
import { describe, expect, it } from "vitest";
import { draftOf, filterEntries, findMark, listEntries } from "./filter.ts";

const contact = (name: string): Contact => ({
  address: `${name.toLowerCase().split(" ")[0]}@hill.example`,
  name,
  subscription: "both",
  isPendingOut: false,
  presence: "gone",
});
const said = (peer: string, body: string, at: number): Message => ({
  key: body,
  id: body,
  peer,
  isOwn: false,
  body,
  place: at,
  at,
  state: "reached",
});
const talk = (peer: string, last?: Message, draft = ""): Conversation => ({
  peer,
  unread: 0,
  mentions: 0,
  draft,
  isTyping: false,
  isStranger: false,
  kind: "direct",
  isMuted: false,
  isMarked: false,
  isArchived: false,
  ...(last && { last }),
});
const nameOf = (address: string) => address.split("@")[0] ?? address;
const peers = (list: readonly { readonly peer: string }[]) => list.map(({ peer }) => peer.split("@")[0]);

describe("the list", () => {
  const contacts = [contact("Zoë"), contact("Anna"), contact("Bob")];

  it("has the newest conversation first, then contacts by name", () => {
    const talks = [
      talk("bob@hill.example", said("bob@hill.example", "a", 1)),
      talk("mei@hill.example", said("mei@hill.example", "b", 2)),
    ];
    expect(peers(listEntries(talks, contacts, nameOf))).toEqual(["mei", "bob", "anna", "zoë"]);
  });

  it("has what is pinned on top, in its own order", () => {
    const talks = [
      { ...talk("bob@hill.example", said("bob@hill.example", "a", 1)), pinned: 2 },
      talk("mei@hill.example", said("mei@hill.example", "b", 2)),
      { ...talk("anna@hill.example"), pinned: 1 },
    ];
    expect(peers(listEntries(talks, contacts, nameOf))).toEqual(["anna", "bob", "mei", "zoë"]);
  });

  it("has a first draft on top", () => {
    const talks = [
      talk("bob@hill.example", said("bob@hill.example", "a", 1)),
      talk("anna@hill.example", undefined, "Hi"),
    ];
    expect(peers(listEntries(talks, contacts, nameOf))[0]).toBe("anna");
  });

  it("takes what is attached for a draft", () => {
    const attached = ["hut.jpg", "plan.pdf"].map((name) => ({ key: name, name, size: 1, type: "" }));
    const talks = [talk("bob@hill.example", said("bob@hill.example", "a", 1)), { ...talk("x@y.example"), attached }];
    expect(peers(listEntries(talks, contacts, nameOf))[0]).toBe("x");
    expect(draftOf({ draft: "", attached })).toBe("hut.jpg, plan.pdf");
    expect(draftOf({ draft: "Look", attached })).toBe("Look");
  });

  it("leaves out strangers with whom nothing was said", () => {
    expect(peers(listEntries([talk("x@y.example")], [], nameOf))).toEqual([]);
  });
});

describe("the filter", () => {
  const entries = [
    { peer: "zoe@hill.example", name: "Zoë van der Meulen" },
    {
      peer: "bob@hill.example",
      name: "Bob",
      conversation: talk("bob@hill.example", said("bob@hill.example", "The red lamps", 1)),
    },
  ];

  it.each([
    ["zoe", ["zoe"]],
    ["MEULEN zo", ["zoe"]],
    ["lamps", ["bob"]],
    ["hill", []],
    ["@hill", ["zoe", "bob"]],
    ["", ["zoe", "bob"]],
    ["zeppelin", []],
  ])("“%s” finds %j", (text, found) => {
    expect(peers(filterEntries(entries, text))).toEqual(found);
  });

  it("marks where a name was found", () => {
    expect(findMark("Zoë van der Meulen", "van x")).toEqual({ start: 4, end: 7 });
    expect(findMark("Bob", "zoe")).toBeUndefined();
  });
});
