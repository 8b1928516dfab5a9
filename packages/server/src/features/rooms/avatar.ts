import { createHash } from "node:crypto";
import { type Element, NS, StanzaError, weightOf, xml } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { tellStatuses } from "./owner.ts";
import { affiliationOf } from "./room.ts";

/** Characters of a vCard. */
const LONGEST_CARD = 131_072;

/** The room's vCard, which has its picture (XEP-0486 §3.4). */
export function avatarGet(d: Draft): void {
  d.result(d.room.avatar?.vcard ?? xml("vCard", NS.vcardTemp));
}

/** An owner sets it, or takes it away with an empty one (§3.2). */
export function avatarSet(d: Draft, vcard: Element): void {
  const { room, request } = d;
  if (affiliationOf(room, request.from.bare) !== "owner")
    throw new StanzaError("forbidden", "Only owners set the picture.");
  if (weightOf(vcard) > LONGEST_CARD) throw new StanzaError("policy-violation", "The picture is too large.");
  d.picture(vcard.elements().length === 0 ? undefined : { vcard, hash: hashOf(vcard) });
  d.result();
  tellStatuses(d, [104]);
}

/** XEP-0153: of the picture's bytes. */
function hashOf(vcard: Element): string | undefined {
  const picture = vcard.child("PHOTO")?.childText("BINVAL")?.replace(/\s/g, "");
  return picture ? createHash("sha1").update(Buffer.from(picture, "base64")).digest("hex") : undefined;
}
