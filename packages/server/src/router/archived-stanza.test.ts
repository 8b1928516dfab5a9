import { NS, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { createArchiveIds } from "../store/archive-id.ts";
import { delayedStanza } from "./archived-stanza.ts";

test("what is delivered late says when it was accepted, and under which id it lies in the archive", () => {
  const id = createArchiveIds(0, 0).next(Date.UTC(2026, 0, 1));
  const xml = "<message from='romeo@example.com/orchard' to='juliet@example.com'><body>Hail</body></message>";
  const late = serialize(delayedStanza({ id, xml, isIncoming: true }, "juliet@example.com"), NS.client);
  expect(late).toMatch(/^<message from='romeo@example.com\/orchard' to='juliet@example.com'><body>Hail<\/body>/);
  expect(late).toContain("<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='");
  expect(late).toContain("<delay xmlns='urn:xmpp:delay' from='example.com' stamp='2026-01-01T00:00:00Z'/>");
});
