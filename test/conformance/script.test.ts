import { expect, test } from "vitest";
import { parseScript } from "./script.ts";

const clients = "# A meeting\n\n[Client] Romeo\n  jid: romeo@localhost/orchard\n  node: 2\n";

test("a script has a title, clients and steps with their lines and XML", () => {
  const script = parseScript(`${clients}---\nRomeo connects\n# He speaks\nRomeo sends:\n  <presence/>\n\n  <iq/>\n`);
  expect(script).toEqual({
    title: "A meeting",
    clients: [{ name: "Romeo", jid: "romeo@localhost/orchard", node: 2 }],
    steps: [
      { line: 7, client: "Romeo", action: "connects", xml: "" },
      { line: 9, client: "Romeo", action: "sends", xml: "  <presence/>\n  <iq/>\n" },
    ],
  });
});

test.each([
  ["a client that nobody introduced", "Juliet connects", "line 7: no client of this name"],
  ["an action that there is not", "Romeo dances", "line 7: not an action: dances"],
  ["a step without its XML", "Romeo sends:", "line 7: XML is missing below"],
  ["XML where none belongs", "Romeo connects\n  <presence/>", "line 7: this step takes no XML"],
  ["XML in front of all steps", "  <presence/>", "line 7: XML without a step above it"],
])("%s is named with its line", (_, steps, message) => {
  expect(() => parseScript(`${clients}---\n${steps}`)).toThrow(message);
});

test("a client needs a full JID", () => {
  expect(() => parseScript("# T\n[Client] Romeo\n  jid: romeo@localhost\n---\n")).toThrow("Romeo needs a full JID");
});
