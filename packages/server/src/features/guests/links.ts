import { createHash } from "node:crypto";
import { Jid, NS } from "@yonder/protocol";
import type { Account } from "../../store/store.ts";
import type { ContactPicture, OpenContact } from "../../stream/node-port.ts";
import type { Host } from "../feature.ts";
import type { DeskRooms } from "./desk-rooms.ts";
import { type Desk, deskOf } from "./desks.ts";
import { type ContactLink, contactLinkOf } from "./openness.ts";

/** Who is behind a contact link. */
export type Behind = Member | { readonly kind: "desk"; readonly desk: Desk };

interface Member {
  readonly kind: "member";
  readonly account: Account;
  readonly address: string;
  readonly link: ContactLink;
}

/** No account has this id. */
const NOBODY = { id: 0 };
/** Pictures that are at hand, and for how many milliseconds. */
const MOST_PICTURES = 100;
const FRESH = 60_000;
/** Bytes of a picture that guests are shown, and of what kinds. */
const MAX_PICTURE = 262_144;
const KINDS: readonly string[] = ["image/png", "image/jpeg", "image/webp", "image/gif"];

/** The contact links of this server, as guests find them. */
export class ContactLinks {
  readonly #host: Host;
  readonly #rooms: DeskRooms;
  readonly #pictures = new Map<string, { readonly at: number; readonly picture: ContactPicture | undefined }>();

  constructor(host: Host, rooms: DeskRooms) {
    this.#host = host;
    this.#rooms = rooms;
  }

  /** To whom an address leads that guests write to. Nobody learns whether an account exists. */
  async behind(to: Jid): Promise<Behind | undefined> {
    const desk = await this.#rooms.deskAt(to);
    return desk ? { kind: "desk", desk } : this.#member(to);
  }

  /** What the page behind a link says of them. */
  async contact(name: string): Promise<OpenContact | undefined> {
    const { config, domain } = this.#host;
    const place = config.placeName || domain;
    const desk = await deskOf(this.#host, name.toLowerCase());
    if (desk) return { ...(await this.#deskContact(desk)), place };
    const found = await this.#member(Jid.tryParse(`${name}@${domain}`));
    if (!found) return undefined;
    const picture = await this.#pictureOf(found);
    return {
      address: found.address,
      name: found.link.name || found.account.username,
      isHere: await this.#isHere(found.address),
      place,
      ...(picture && { picture: picture.version }),
    };
  }

  /** The picture of a link's owner, if they show it to guests, or to everybody. */
  async picture(name: string): Promise<ContactPicture | undefined> {
    const found = await this.#member(Jid.tryParse(`${name}@${this.#host.domain}`));
    return found && this.#pictureOf(found);
  }

  async #member(jid: Jid | undefined): Promise<Member | undefined> {
    const { domain, store } = this.#host;
    if (jid?.local === undefined || !jid.isBare || jid.domain !== domain) return undefined;
    const account = await store.accounts.find(jid.local);
    // Asked for nobody too: that takes as long.
    const link = await contactLinkOf(this.#host, account ?? NOBODY);
    return account && link && { kind: "member", account, address: jid.bare, link };
  }

  async #deskContact(desk: Desk): Promise<Omit<OpenContact, "place">> {
    const here = await Promise.all(desk.people.map(({ address }) => this.#isHere(address)));
    return {
      address: this.#rooms.addressOf(desk),
      name: desk.title,
      isHere: here.includes(true),
      people: desk.people.map(({ name }) => name),
    };
  }

  async #isHere(address: string): Promise<boolean> {
    return (await this.#host.directory.lookUp(address)).length > 0;
  }

  async #pictureOf({ account, link }: Member): Promise<ContactPicture | undefined> {
    const now = this.#host.clock.now();
    const key = `${account.id} ${link.hasPicture}`;
    const known = this.#pictures.get(key);
    if (known && now - known.at < FRESH) return known.picture;
    const picture = await this.#readPicture(account, link);
    this.#pictures.delete(key);
    this.#pictures.set(key, { at: now, picture });
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= MOST_PICTURES) break;
      this.#pictures.delete(oldest);
    }
    return picture;
  }

  /** Out of their card (XEP-0054), as they see it themselves or as a stranger does. */
  async #readPicture(account: Account, { hasPicture }: ContactLink): Promise<ContactPicture | undefined> {
    const feature = this.#host.features.find(({ accountCard }) => accountCard !== undefined);
    const reader = hasPicture ? `${account.username}@${this.#host.domain}` : `nobody@${this.#rooms.domain}`;
    const card = await feature?.accountCard?.(this.#host, account, Jid.parse(reader));
    const photo = card?.child("PHOTO", NS.vcardTemp);
    const type = photo?.childText("TYPE", NS.vcardTemp) ?? "";
    const bytes = Buffer.from(photo?.childText("BINVAL", NS.vcardTemp) ?? "", "base64");
    if (!KINDS.includes(type) || bytes.length === 0 || bytes.length > MAX_PICTURE) return undefined;
    return { type, bytes, version: createHash("sha256").update(bytes).digest("base64url").slice(0, 16) };
  }
}
