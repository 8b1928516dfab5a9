import { type DataForm, dataForm, fieldFlag, fieldValue, NS, StanzaError, xml } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { tellAll } from "./presences.ts";
import type { Occupant } from "./room.ts";

export const VOICE_FORM = "http://jabber.org/protocol/muc#request";

/** How often one may ask: each time all moderators are asked. */
const PAUSE_MS = 60_000;

/** A visitor asks for voice; moderators get the form in which they grant it (XEP-0045 §7.13, §8.6). */
export function askForVoice(d: Draft, occupant: Occupant, form: DataForm): void {
  if (fieldValue(form, "muc#role") !== "participant") throw new StanzaError("bad-request");
  if (occupant.role !== "visitor") return;
  const { room, request } = d;
  if (occupant.askedAt && request.now.getTime() - occupant.askedAt.getTime() < PAUSE_MS)
    throw new StanzaError("policy-violation", "You have asked for voice already.", { type: "wait" });
  d.seat({ ...occupant, askedAt: request.now });
  const approval = dataForm({
    type: "form",
    formType: VOICE_FORM,
    title: "Voice request",
    instructions: "Grant voice to this person?",
    fields: [
      {
        name: "muc#role",
        type: "list-single",
        label: "Requested role",
        values: ["participant"],
        options: [{ value: "participant" }],
      },
      { name: "muc#jid", type: "jid-single", label: "Address", values: [request.from.toString()] },
      { name: "muc#roomnick", type: "text-single", label: "Nickname", values: [occupant.nick] },
      { name: "muc#request_allow", type: "boolean", label: "Grant voice", values: ["0"] },
    ],
  });
  const moderators = [...room.occupants.values()].filter(({ role }) => role === "moderator");
  const stanza = xml("message", NS.client, { from: room.jid.bare, id: request.newId() }, approval);
  d.tell(
    moderators.flatMap(({ seats }) => seats),
    stanza,
  );
}

/** A moderator's answer; nothing happens when it is no. */
export function grantVoice(d: Draft, form: DataForm): void {
  if (fieldFlag(form, "muc#request_allow") !== true) return;
  const occupant = d.room.occupants.get(fieldValue(form, "muc#roomnick") ?? "");
  if (!occupant) throw new StanzaError("item-not-found");
  if (occupant.role !== "visitor") return;
  const changed: Occupant = { ...occupant, role: "participant" };
  d.seat(changed);
  tellAll(d, changed, { formerRole: occupant.role });
}
