import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { forwarded, forwardedIn } from "./forward.ts";

const message = parseElement("<message xmlns='jabber:client' to='a@x'><body>Hi</body></message>");

describe("a forwarded stanza (XEP-0297)", () => {
  const wrapper = forwarded(message, new Date("2010-07-10T23:08:25Z"));

  it("keeps its namespace and stamp", () => {
    expect(serialize(wrapper)).toBe(
      "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>" +
        "<message xmlns='jabber:client' to='a@x'><body>Hi</body></message></forwarded>",
    );
  });

  it("is read", () => {
    const outer = parseElement(`<result xmlns='urn:xmpp:mam:2'>${serialize(wrapper)}</result>`);
    expect(forwardedIn(outer)).toEqual({ stanza: message, stamp: new Date("2010-07-10T23:08:25Z") });
  });

  it("is none without a stanza", () => {
    expect(forwardedIn(parseElement("<x xmlns='u'><forwarded xmlns='urn:xmpp:forward:0'/></x>"))).toBeUndefined();
    expect(forwardedIn(parseElement("<x xmlns='u'/>"))).toBeUndefined();
  });
});
