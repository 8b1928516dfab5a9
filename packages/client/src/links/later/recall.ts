import { correctionOf, delayOf, type Element, NS, retractionOf, xml } from "@yonder/protocol";
import { bareOf, domainOf } from "../../address.ts";
import { GuestLine, type GuestLineOptions } from "../../guest/guest-line.ts";
import { randomId } from "../../random.ts";
import type { AdoptedMessage, GuestPass } from "../types.ts";

/** docs/guests.md */
const NS_GUEST = "urn:yonder:guest:0";
/** How long it may take, ms. */
const PATIENCE = 15_000;

/** What a guest and a member wrote, asked for once by whoever can show that they are this guest. None where nobody says. */
export function recallTalk(
  options: Omit<GuestLineOptions, "domain">,
  pass: GuestPass,
  member: string,
): Promise<readonly AdoptedMessage[]> {
  const guest = pass.address;
  return new Promise((resolve) => {
    let messages: readonly AdoptedMessage[] = [];
    const end = () => {
      cancel();
      line.stop();
      resolve(messages.filter(({ body }) => body !== ""));
    };
    const cancel = options.clock.after(PATIENCE, end);
    const back = xml("back", NS_GUEST, { all: "true" });
    const record = { agent: pass.agent, token: pass.token, name: guest.slice(0, guest.lastIndexOf("@")) };
    const line = new GuestLine(
      { ...options, domain: domainOf(guest) },
      {
        record: () => ({ ...record, nick: "", messages: [] }),
        remember: () => {},
        state: () => {},
        acked: () => {},
        forgotten: end,
        online: () => void line.send(xml("iq", NS.client, { type: "set", to: member, id: randomId() }, back)),
        stanza(stanza) {
          if (stanza.name === "iq") return end();
          const from = bareOf(stanza.attr("from") ?? "");
          if (from === guest || from === member) messages = withTold(messages, stanza, from === guest);
        },
      },
    );
    line.start();
  });
}

function withTold(known: readonly AdoptedMessage[], stanza: Element, isOwn: boolean): readonly AdoptedMessage[] {
  const [id, at, body] = [stanza.attr("id"), delayOf(stanza)?.stamp.getTime(), stanza.childText("body") ?? ""];
  const retraction = retractionOf(stanza)?.id;
  const meant = correctionOf(stanza) ?? retraction;
  const said = retraction === undefined ? body : "";
  if (meant !== undefined)
    return known.map((one) => (one.id === meant && one.isOwn === isOwn ? { ...one, body: said } : one));
  // What the server says of where the conversation goes on is no part of it.
  if (id === undefined || at === undefined || stanza.child("moved", "urn:xmpp:moved:1")) return known;
  return [...known, { id, isOwn, body, at }];
}
