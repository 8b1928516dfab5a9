import { loginAtLast } from "../crash/sender.ts";
import type { Cluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import type { Address } from "../support/wire.ts";
import { Device } from "./device.ts";
import type { Shown } from "./feed.ts";
import type { History } from "./history.ts";
import { Page } from "./page.ts";

export const PASSWORD = "correct horse";

/** Who uses what: each word is a device. */
const people: Readonly<Record<string, readonly ("tcp" | "websocket" | "page")[]>> = {
  ann: ["tcp"],
  ben: ["page"],
  cem: ["websocket"],
  dea: ["tcp", "tcp"],
  eli: ["page"],
  fay: ["tcp", "websocket"],
};

export const names: readonly string[] = Object.keys(people);

/** People who write to each other, each to two others, with clients that come back by themselves. */
export class Crowd {
  readonly devices: readonly Device[];
  readonly pages: readonly Page[];
  readonly #history: History;
  readonly #random: () => number;
  readonly #cluster: Cluster;
  readonly #running: Promise<void>[];
  #timer: NodeJS.Timeout | undefined;

  constructor(cluster: Cluster, history: History, random: () => number, note: (what: string) => void) {
    this.#cluster = cluster;
    this.#history = history;
    this.#random = random;
    const common = { password: PASSWORD, history, random, note };
    this.devices = Object.entries(people).flatMap(([username, kinds]) =>
      kinds.flatMap((kind, index) =>
        kind === "page"
          ? []
          : new Device({ ...common, username, resource: `r${index}`, address: () => this.#anywhere(kind) }),
      ),
    );
    this.pages = Object.entries(people)
      .filter(([, kinds]) => kinds.includes("page"))
      .map(([username]) => new Page({ ...common, username, port: () => this.#anywhere("websocket").port }));
    this.#running = [...this.devices, ...this.pages].map((one) => one.run());
  }

  /** Somebody writes to somebody, so many times a second. */
  talk(perSecond: number): void {
    this.#timer = setInterval(() => this.writeOne(), 1_000 / perSecond);
  }

  silence(): void {
    clearInterval(this.#timer);
  }

  writeOne(from = this.#choose(names), to = this.#choose(partnersOf(from))): void {
    const writers = [...this.pages, ...this.devices].filter((one) => one.username === from);
    // A person writes on one device: order between two of them is nobody's promise.
    writers[0]?.write(`${to}@localhost`, this.#history.next(from, to));
  }

  /** Everybody writes to each partner once more. */
  writeAll(): void {
    for (const from of names) for (const to of partnersOf(from)) this.writeOne(from, to);
  }

  get waiting(): number {
    return [...this.pages, ...this.devices].reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /** What is wrong with what the devices show. */
  async judgeDevices(): Promise<string[]> {
    const pages = this.pages.map(async (page) => {
      const shown = await Promise.all(
        names.map((peer) => (peer === page.username ? [] : page.conversation(`${peer}@localhost`))),
      );
      return this.#history.judge(page.username, shown.flat(), page.name, "with own");
    });
    const devices = this.devices.map(({ feed, username }) =>
      this.#history.judge(username, feed.shown, feed.name, "without own"),
    );
    return [...devices.flat(), ...(await Promise.all(pages)).flat()];
  }

  async judgeArchives(): Promise<string[]> {
    const judged = names.map(async (name) => {
      const archived = await this.#archiveOf(name);
      return this.#history.judge(name, archived, `the archive of ${name}`, "with own");
    });
    return (await Promise.all(judged)).flat();
  }

  /** How often a device was handed over what it had. */
  get twice(): number {
    return this.devices.reduce((sum, { feed }) => sum + feed.twice.length, 0);
  }

  /** Resolves when nobody waits for an acknowledgement any more. Who has a page is impatient: by itself it would wait for up to a minute. */
  async settled(timeout: number): Promise<void> {
    const impatience = setInterval(() => {
      for (const page of this.pages) page.tryAgain();
    }, 1_000);
    const state = () => `${this.waiting} messages wait`;
    await until("all is acknowledged", () => this.waiting === 0, { timeout, every: 100, state }).finally(() =>
      clearInterval(impatience),
    );
  }

  async quit(): Promise<void> {
    this.silence();
    await Promise.all([...this.devices, ...this.pages].map((one) => one.quit()));
    await Promise.all(this.#running);
  }

  async #archiveOf(username: string): Promise<Shown[]> {
    const client = await loginAtLast({ username, password: PASSWORD, resource: "archive", ...this.#anywhere("tcp") });
    const found: Shown[] = [];
    for (let after: string | undefined, isComplete = false; !isComplete; ) {
      const { results, fin } = await client.archivePage({ max: 250, ...(after === undefined ? {} : { after }) });
      for (const { id, stanza } of results) {
        const from = stanza.attr("from")?.split("@")[0] ?? "";
        const body = stanza.childText("body");
        if (body !== undefined) found.push({ archiveId: id, from, body });
      }
      isComplete = fin.isComplete;
      after = fin.page.last ?? after;
    }
    await client.quit();
    return found;
  }

  #anywhere(transport: Address["transport"]): Address {
    const { nodes } = this.#cluster;
    return this.#cluster.node(Math.floor(this.#random() * nodes.length)).address(transport);
  }

  #choose<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }
}

function partnersOf(name: string): readonly string[] {
  const index = names.indexOf(name);
  return [1, 3].map((step) => names[(index + step) % names.length] as string);
}
