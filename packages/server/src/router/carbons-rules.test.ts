import { parseElement } from "@yonder/protocol";
import { describe, expect, it } from "vitest";
import { carbonDecision } from "./carbons-rules.ts";

const message = (attributes: string, inner: string) =>
  parseElement(`<message xmlns='jabber:client' ${attributes}>${inner}</message>`);

const toGarden = "from='juliet@capulet.example/balcony' to='romeo@montague.example/garden'";

describe("a message is copied to the other devices", () => {
  it.each([
    ["of type chat", "type='chat'", "<body>What man art thou</body>"],
    ["of type chat without a body", "type='chat'", "<active xmlns='http://jabber.org/protocol/chatstates'/>"],
    ["of type normal with a body", "type='normal'", "<body>What man art thou</body>"],
    ["without a type, with a body", "", "<body>What man art thou</body>"],
    ["with a receipt", "", "<received xmlns='urn:xmpp:receipts' id='1'/>"],
    ["with a chat state", "", "<paused xmlns='http://jabber.org/protocol/chatstates'/>"],
    ["with a displayed marker", "", "<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>"],
    ["with a retraction", "", "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>"],
    ["with a reaction", "", "<reactions xmlns='urn:xmpp:reactions:0' id='1'/>"],
    ["with a file", "", "<file-sharing xmlns='urn:xmpp:sfs:0'/>"],
    ["with a direct invitation to a group", "", "<x xmlns='jabber:x:conference' jid='coven@chat.example'/>"],
    [
      "with a mediated invitation",
      "",
      "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='a@b.example'/></x>",
    ],
  ])("%s", (_, attributes, inner) => {
    const stanza = message(`${toGarden} ${attributes}`, inner);
    expect(carbonDecision(stanza, "received").shouldCopy).toBe(true);
    expect(carbonDecision(stanza, "sent").shouldCopy).toBe(true);
  });

  it("when it is the bounce of a conversation's message", () => {
    const bounce = message(
      "type='error' from='juliet@capulet.example' to='romeo@montague.example/garden'",
      "<error type='cancel'/>",
    );
    expect(carbonDecision(bounce, "received")).toEqual({ shouldCopy: true, reason: "bounce" });
  });

  it("when one says something in private to a group's participant", () => {
    const stanza = message(
      "type='chat' to='coven@chat.example/firstwitch'",
      "<body>Hail</body><x xmlns='http://jabber.org/protocol/muc#user'/>",
    );
    expect(carbonDecision(stanza, "sent").shouldCopy).toBe(true);
  });
});

describe("a message is not copied", () => {
  it.each([
    ["a private one", "type='chat'", "<body>Neither</body><private xmlns='urn:xmpp:carbons:2'/>", "private"],
    ["one hinted no-copy", "type='chat'", "<body>Neither</body><no-copy xmlns='urn:xmpp:hints'/>", "hint"],
    ["a group's message", "type='groupchat'", "<body>Hail</body>", "group"],
    ["a headline", "type='headline'", "<body>News</body>", "no-content"],
    ["a normal one without a body", "", "<subject>Balcony</subject>", "no-content"],
    ["a forged copy", "type='chat'", "<received xmlns='urn:xmpp:carbons:2'/>", "copy"],
  ] as const)("%s", (_, attributes, inner, reason) => {
    const stanza = message(`${toGarden} ${attributes}`, inner);
    expect(carbonDecision(stanza, "received")).toEqual({ shouldCopy: false, reason });
    expect(carbonDecision(stanza, "sent")).toEqual({ shouldCopy: false, reason });
  });

  it("when a group's participant says something in private, which the group replicates itself", () => {
    const stanza = message(
      `type='chat' ${toGarden}`,
      "<body>Hail</body><x xmlns='http://jabber.org/protocol/muc#user'/>",
    );
    expect(carbonDecision(stanza, "received")).toEqual({ shouldCopy: false, reason: "group" });
  });

  it("when an error comes from one device of the other side", () => {
    expect(carbonDecision(message(`type='error' ${toGarden}`, "<error type='cancel'/>"), "received").shouldCopy).toBe(
      false,
    );
  });

  it("when one's own device sends an error", () => {
    expect(carbonDecision(message("type='error' to='a@b.example'", "<error type='cancel'/>"), "sent").shouldCopy).toBe(
      false,
    );
  });
});
