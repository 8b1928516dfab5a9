import { expect, test } from "vitest";
import { completeConfig } from "../config/config.ts";
import { serverForms } from "./server-forms.ts";

test("whom to write to about what (XEP-0157)", () => {
  const config = completeConfig({
    domain: "example.org",
    admins: ["friar@example.org"],
    contacts: [
      { role: "support", uri: "https://example.org/help" },
      { role: "abuse", uri: "mailto:abuse@example.org" },
      { role: "admin", uri: "mailto:root@example.org" },
      { role: "abuse", uri: "xmpp:friar@example.org" },
    ],
  });
  expect(serverForms(config)).toEqual([
    {
      type: "result",
      formType: "http://jabber.org/network/serverinfo",
      fields: [
        { name: "abuse-addresses", type: "list-multi", values: ["mailto:abuse@example.org", "xmpp:friar@example.org"] },
        { name: "admin-addresses", type: "list-multi", values: ["xmpp:friar@example.org", "mailto:root@example.org"] },
        { name: "support-addresses", type: "list-multi", values: ["https://example.org/help"] },
      ],
    },
  ]);
});

test("where it is said that the server is down (XEP-0455)", () => {
  const config = completeConfig({ outageAddresses: ["https://status.example.net/example.org.json"] });
  expect(serverForms(config)).toEqual([
    {
      type: "result",
      formType: "urn:xmpp:sos:0",
      fields: [
        {
          name: "external-status-addresses",
          type: "list-multi",
          values: ["https://status.example.net/example.org.json"],
        },
      ],
    },
  ]);
});

test("nothing to tell is not told", () => {
  expect(serverForms(completeConfig())).toEqual([]);
});
