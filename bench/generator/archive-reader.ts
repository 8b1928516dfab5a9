import type { Link } from "./link.ts";

/** Pages through one's archive (XEP-0313), so many messages at a time. */
export class ArchiveReader {
  readonly #link: Link;
  readonly #size: number;
  #queries = 0;

  constructor(link: Link, size: number) {
    this.#link = link;
    this.#size = size;
  }

  /** The ids of the first and the last of a page: `<before/>` for the newest, `<after>ID</after>` for what follows an id; undefined when nothing does. */
  async page(where: string): Promise<{ readonly first: string; readonly last: string } | undefined> {
    const id = `page${++this.#queries}`;
    const set = `<set xmlns='http://jabber.org/protocol/rsm'><max>${this.#size}</max>${where}</set>`;
    this.#link.send(
      `<iq xmlns='jabber:client' type='set' id='${id}'><query xmlns='urn:xmpp:mam:2' queryid='q'>${set}</query></iq>`,
    );
    const [answer] = await this.#link.expect(new RegExp(`<iq[^>]*id=.${id}.[^>]*>.*?</iq>`, "s"));
    const [, first] = /<first[^>]*>([^<]+)</.exec(answer) ?? [];
    const [, last] = /<last>([^<]+)</.exec(answer) ?? [];
    if (/type=.error/.test(answer)) throw new Error(`The archive is not read: ${answer}`);
    return first === undefined || last === undefined ? undefined : { first, last };
  }
}
