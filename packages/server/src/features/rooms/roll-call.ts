import type { Host } from "../feature.ts";
import { type Announcement, type Progress, partBehind } from "./announcement.ts";
import type { Audience } from "./audience.ts";
import { packAnnouncement, unpackAnnouncement } from "./wire.ts";

const WHO = "rooms/who-behind";
/** How long another node may take to say who of its sessions is in a room. */
const WHO_MS = 2_000;
/** Parts of an answer: as many as the largest room can need. */
const MOST_PARTS = 500;

/** Asks the nodes who of their sessions is in a room. */
export class RollCall {
  readonly #host: Host;
  readonly #audience: Audience;

  constructor(host: Host, audience: Audience) {
    this.#host = host;
    this.#audience = audience;
    host.relay.answer(WHO, async (question) => this.#answer(question));
  }

  /** Of all nodes. Rejects when one that is alive does not say: those of its sessions would be forgotten. */
  async everywhere(room: string): Promise<readonly Announcement[]> {
    const { directory, nodeId } = this.#host;
    const own = this.#audience.announcement(room);
    const others = directory.nodes().filter(({ node }) => node !== nodeId);
    const told = await Promise.all(others.map(({ node }) => this.#required(node, room)));
    return [...(own ? [own] : []), ...told.flat()];
  }

  /** Of one node; undefined: it does not say. */
  async of(node: string, room: string): Promise<readonly Announcement[] | undefined> {
    const parts: Announcement[] = [];
    let told: Progress = { jid: "", nick: "" };
    while (parts.length < MOST_PARTS) {
      const answer = await this.#host.relay.ask(node, WHO, JSON.stringify({ room, told }), WHO_MS);
      if (answer === undefined) return undefined;
      if (answer === "") return parts;
      const part = unpackAnnouncement(answer);
      parts.push(part);
      told = {
        jid: highest(told.jid, ...part.members.map(({ jid }) => jid)),
        nick: highest(told.nick, ...part.nicks.map(([nick]) => nick)),
      };
    }
    return parts;
  }

  async #required(node: string, room: string): Promise<readonly Announcement[]> {
    const told = await this.of(node, room);
    if (told) return told;
    const isAlive = this.#host.directory.nodes().some((status) => status.node === node);
    if (isAlive) throw new Error(`${node} does not say who is in the room`);
    return [];
  }

  #answer(question: string): string {
    const { room, told } = JSON.parse(question) as { readonly room: string; readonly told: Progress };
    const announcement = this.#audience.announcement(room);
    const part = announcement && partBehind(announcement, told);
    return part ? packAnnouncement(part) : "";
  }
}

function highest(...texts: readonly string[]): string {
  return texts.toSorted().at(-1) ?? "";
}
