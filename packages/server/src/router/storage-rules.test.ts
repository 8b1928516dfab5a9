import { parseElement } from "@yonder/protocol";
import { describe, expect, it } from "vitest";
import { storagePolicy } from "./storage-rules.ts";

function policyOf(inner: string, type = "chat") {
  const attribute = type === "" ? "" : ` type='${type}'`;
  return storagePolicy(
    parseElement(`<message xmlns='jabber:client'${attribute} to='juliet@example.com'>${inner}</message>`),
  );
}

const kept = { shouldArchive: true, isPending: true };
const notKept = { shouldArchive: false, isPending: false };

describe("a message is kept", () => {
  it.each([
    ["a chat message with a body", "<body>Hail</body>", "chat"],
    ["a message without type, that is normal, with a body", "<body>Hail</body>", ""],
    ["a message of an unknown type, which counts as normal", "<body>Hail</body>", "letter"],
    ["a subject alone", "<subject>Balcony</subject>", "normal"],
    ["an empty body, since it still is one", "<body/>", "chat"],
    ["a delivery receipt", "<received xmlns='urn:xmpp:receipts' id='1'/>", "chat"],
    ["a displayed marker", "<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>", "chat"],
    ["an encrypted payload without a body", "<encrypted xmlns='urn:xmpp:omemo:2'/>", "chat"],
    ["an encryption named by XEP-0380", "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example'/>", "chat"],
    ["a reaction", "<reactions xmlns='urn:xmpp:reactions:0' id='1'/>", "chat"],
    ["a retraction without words", "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>", "chat"],
    ["the proposal of a call", "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/>", "chat"],
    ["a file without words", "<file-sharing xmlns='urn:xmpp:sfs:0'/>", "chat"],
    ["an invitation to a group", "<x xmlns='jabber:x:conference' jid='coven@conference.example.com'/>", "normal"],
    ["a mediated invitation", "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='a@b'/></x>", "normal"],
    ["no body but a store hint", "<store xmlns='urn:xmpp:hints'/>", "chat"],
    ["a headline with a store hint", "<body>News</body><store xmlns='urn:xmpp:hints'/>", "headline"],
  ])("%s", (_, inner, type) => {
    expect(policyOf(inner, type)).toMatchObject(kept);
  });
});

describe("a message is not kept", () => {
  it.each([
    ["a chat state alone", "<composing xmlns='http://jabber.org/protocol/chatstates'/>", "chat"],
    ["a receipt's request alone", "<request xmlns='urn:xmpp:receipts'/>", "chat"],
    ["a markable mark alone", "<markable xmlns='urn:xmpp:chat-markers:0'/>", "chat"],
    ["an error, even one that quotes a body", "<body>Hail</body><error type='cancel'/>", "error"],
    ["an error whose quoted stanza wanted to be stored", "<store xmlns='urn:xmpp:hints'/>", "error"],
    ["a headline", "<body>News</body>", "headline"],
    ["a group's message, which the group keeps", "<body>Hail</body>", "groupchat"],
    ["a body marked no-store", "<body>Hail</body><no-store xmlns='urn:xmpp:hints'/>", "chat"],
    ["a body marked no-permanent-store", "<body>Hail</body><no-permanent-store xmlns='urn:xmpp:hints'/>", "chat"],
    [
      "a body marked both ways: the private wish wins",
      "<store xmlns='urn:xmpp:hints'/><no-store xmlns='urn:xmpp:hints'/><body>Hail</body>",
      "chat",
    ],
    ["a body of a foreign namespace", "<body xmlns='http://www.w3.org/1999/xhtml'>Hail</body>", "chat"],
    ["nothing at all", "", "chat"],
  ])("%s", (_, inner, type) => {
    expect(policyOf(inner, type)).toMatchObject(notKept);
  });
});

describe("a message that reaches nobody", () => {
  it("is bounced when it had content", () => {
    expect(policyOf("<body>Hail</body><no-store xmlns='urn:xmpp:hints'/>").shouldBounce).toBe(true);
  });
  it("vanishes when it is a chat state", () => {
    expect(policyOf("<paused xmlns='http://jabber.org/protocol/chatstates'/>").shouldBounce).toBe(false);
  });
  it("vanishes when it is an error, which is never answered by another", () => {
    expect(policyOf("<body>Hail</body>", "error").shouldBounce).toBe(false);
  });
});
