import { type Element, Jid, NS, parseElement, serialize, withAttrs } from "@yonder/protocol";
import { createArchiveIds } from "../../store/archive-id.ts";
import { defaultConfig, type RoomConfig } from "./config.ts";
import type { Post, Request } from "./draft.ts";
import type { Affiliate, Affiliation, Room } from "./room.ts";
import { type Step, step } from "./step.ts";

export const ROOM = "coven@conference.example.com";
export const NOW = new Date("2026-11-22T12:00:00Z");

/** The model of a room with nothing around it: what is said to it, and what follows. */
export class Stage {
  room: Room;
  now = NOW;
  areOccupantsPublic = false;
  readonly posts: Post[] = [];
  readonly changes: Step["changes"][number][] = [];
  readonly routed: string[] = [];
  readonly #ids = createArchiveIds(0, 0);

  constructor(config: Partial<RoomConfig> = {}, affiliations: Readonly<Record<string, Affiliation>> = {}) {
    const affiliates = Object.entries(affiliations).map(([user, affiliation]): [string, Affiliate] => [
      `${user}@example.com`,
      { affiliation: affiliation as Affiliate["affiliation"], nick: undefined, reason: undefined },
    ]);
    this.room = {
      jid: Jid.parse(ROOM),
      config: { ...defaultConfig, ...config },
      isLocked: false,
      affiliations: new Map(affiliates),
      subject: undefined,
      avatar: undefined,
      occupants: new Map(),
      nicks: new Map(),
      history: [],
    };
  }

  /** `who` is a user or a user's session, as `hag` or `hag/phone`. Returns what everybody is told, in order, as `hag/pda: <presence …/>`. */
  does(who: string, text: string, isAdmin = false): string[] {
    const from = Jid.parse(who.includes("/") ? who.replace("/", "@example.com/") : `${who}@example.com/pda`);
    const stanza = withAttrs(parseElement(text, undefined, NS.client), { from: from.toString() });
    const request = this.#request(stanza, from, isAdmin);
    const made = step(this.room, request);
    this.room = made.room;
    this.changes.push(...made.changes);
    return made.effects.flatMap((effect) => {
      if (effect.kind === "route") {
        this.routed.push(serialize(effect.stanza, NS.client));
        return [];
      }
      if (effect.kind === "publish") this.#keep(effect.post);
      const stanza = effect.kind === "publish" ? effect.post.stanza : effect.stanza;
      return effect.places.map(({ jid }) => `${jid.replace("@example.com", "")}: ${serialize(stanza, NS.client)}`);
    });
  }

  /** Enters under the user's own name, or another one. */
  enters(who: string, nick = who.split("/")[0] ?? who, inside = ""): string[] {
    return this.does(
      who,
      `<presence to='${ROOM}/${nick}'><x xmlns='http://jabber.org/protocol/muc'>${inside}</x></presence>`,
    );
  }

  says(who: string, body: string): string[] {
    return this.does(who, `<message to='${ROOM}' type='groupchat'><body>${body}</body></message>`);
  }

  asks(who: string, type: "get" | "set", payload: string, isAdmin = false): string[] {
    return this.does(who, `<iq type='${type}' id='q' to='${ROOM}'>${payload}</iq>`, isAdmin);
  }

  /** Who is there, with their roles. */
  get roles(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.room.occupants.values()].map(({ nick, role }) => [nick, role]));
  }

  #keep(post: Post): void {
    this.posts.push(post);
    const told = { id: this.#ids.next(this.now.getTime()), stanza: post.stanza };
    if (post.isSubject) this.room = { ...this.room, subject: { stanza: post.stanza, at: this.now } };
    else this.room = { ...this.room, history: [...this.room.history, told] };
  }

  #request(stanza: Element, from: Jid, isAdmin: boolean): Request {
    return {
      stanza,
      from,
      to: Jid.parse(stanza.attr("to") ?? ""),
      node: "node-1",
      now: this.now,
      isAdmin,
      areOccupantsPublic: this.areOccupantsPublic,
      isAgain: false,
      newId: () => "new-id",
      occupantId: (user) => `id-of-${user}-in-this-room`,
    };
  }
}

/** The condition of the error that somebody is answered with; undefined: none. */
export function conditionIn(told: readonly string[]): string | undefined {
  const error = told.find((text) => text.includes("<error "));
  return error && /<([a-z-]+) xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/.exec(error)?.[1];
}

export function adminQuery(...items: readonly string[]): string {
  return `<query xmlns='http://jabber.org/protocol/muc#admin'>${items.map((item) => `<item ${item}/>`).join("")}</query>`;
}

export function configQuery(fields: Readonly<Record<string, string>>): string {
  const all = Object.entries({ FORM_TYPE: "http://jabber.org/protocol/muc#roomconfig", ...fields });
  const form = all.map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`).join("");
  return `<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>${form}</x></query>`;
}
