import { NS, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { createArchiveIds } from "../store/archive-id.ts";
import { archivedStanza, plainStanza } from "./archived-stanza.ts";

const id = createArchiveIds(0, 0).next(Date.UTC(2026, 0, 1));
const xml = "<message from='romeo@example.com/orchard' to='juliet@example.com' type='chat'><body>Hail</body></message>";

test("a stored message is in the namespace of stanzas", () => {
  expect(serialize(plainStanza({ xml }), NS.client)).toBe(xml);
});

test("what is delivered late says when it was accepted, and under which id it lies in the archive", () => {
  const late = serialize(archivedStanza({ id, xml, isIncoming: true }, "juliet@example.com"), NS.client);
  expect(late).toContain("<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='");
  expect(late).toContain("<delay xmlns='urn:xmpp:delay' from='example.com' stamp='2026-01-01T00:00:00Z'/>");
});
