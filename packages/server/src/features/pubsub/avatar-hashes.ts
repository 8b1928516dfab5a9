import { type Element, NS, withChildren, withoutChildren, xml } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Awaitable, Host } from "../feature.ts";
import { accountHome } from "./account-home.ts";
import type { Avatars } from "./avatars.ts";
import { isNewsOf } from "./news.ts";

/** Puts the avatar's hash into what its user's devices say of themselves (XEP-0398 §4), and has them say so again when it changes. */
export class AvatarHashes {
  readonly #host: Host;
  readonly #avatars: Avatars;
  /** Of the users who are here; undefined for those without an avatar. */
  readonly #hashes = new Map<string, Awaitable<string | undefined>>();

  constructor(host: Host, avatars: Avatars) {
    this.#host = host;
    this.#avatars = avatars;
  }

  /** It will say soon that it is there: by then the hash is known. Not where it may take a while until other nodes tell of a new one. */
  expect(session: Session): void {
    if (this.#host.directory.staleness === 0) void this.#of(session);
  }

  async complete(session: Session, presence: Element): Promise<Element> {
    // The client does not want it to be known.
    if (photoOf(presence)?.text === "") return presence;
    const hash = await this.#of(session);
    if (hash === undefined || photoOf(presence)?.text.toLowerCase() === hash) return presence;
    const update = xml("x", NS.vcardUpdate, null, xml("photo", NS.vcardUpdate, null, hash));
    return withChildren(presence, [...withoutUpdate(presence).children, update]);
  }

  /** A user has another avatar, perhaps: whatever they say from now on has it, though others are told later. */
  renew(user: string): void {
    this.#hashes.delete(user);
  }

  /** What nodes tell each other: a user has another avatar, perhaps. Devices that know say so already. */
  async hear(user: string, signal: Element): Promise<void> {
    if (!isNewsOf(signal, NS.avatarMetadata, user)) return;
    this.renew(user);
    for (const session of this.#host.sessions.of(user)) {
      const hash = await this.#of(session);
      const { presence } = session;
      const said = presence && photoOf(presence)?.text.toLowerCase();
      if (presence && said !== "" && said !== hash) await this.#host.router.stanza(session, withoutUpdate(presence));
    }
  }

  /** A session of the user has ended. */
  forget(user: string): void {
    if (this.#host.sessions.of(user).length > 0) return;
    this.#hashes.delete(user);
  }

  forgetAll(): void {
    this.#hashes.clear();
  }

  #of({ jid, account }: Session): Awaitable<string | undefined> {
    if (this.#hashes.has(jid.bare)) return this.#hashes.get(jid.bare);
    const loading = this.#avatars.hashOf(accountHome(this.#host, account)).catch((error: unknown) => {
      if (this.#hashes.get(jid.bare) === loading) this.#hashes.delete(jid.bare);
      this.#host.log.warn({ err: error }, "avatar not known");
      return undefined;
    });
    this.#hashes.set(jid.bare, loading);
    return loading;
  }
}

function photoOf(presence: Element): Element | undefined {
  return presence.child("x", NS.vcardUpdate)?.child("photo");
}

function withoutUpdate(presence: Element): Element {
  return withoutChildren(presence, (child) => child.is("x", NS.vcardUpdate));
}
