import { pino } from "pino";
import { connectRedis, type RedisLink } from "../redis/redis-link.ts";
import type { RedisServer } from "../redis/redis-server.fixture.ts";
import type { Directory, NodeReport, PresenceSummary, Registration } from "./directory.ts";
import { redisDirectory, type Timing } from "./redis.ts";

const log = pino({ level: "silent" });
/** Shorter than in earnest, in the same proportions; the engine takes two seconds to be taken for dead. */
const timing: Timing = { lease: 1500, renewal: 150, lost: 900, staleness: 500 };

export const available: PresenceSummary = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: true };

const report: NodeReport = { webUrl: undefined, c2sAddress: undefined, sessions: 0, load: 0, isDraining: false };

/** A node as far as the directory knows it, with what it was told. */
export class TestNode {
  readonly directory: Directory;
  readonly link: RedisLink;
  readonly lost: Registration[] = [];
  readonly leases: boolean[] = [];
  readonly taken: string[] = [];
  gaps = 0;
  /** How much later this node's clock is than it was. */
  ahead = 0;

  constructor(link: RedisLink, node: string, epoch: string) {
    this.link = link;
    const now = (): number => performance.now() + this.ahead;
    this.directory = redisDirectory({ link, domain: "localhost", node, epoch, log, now, timing });
  }

  async join(onLease: (isHeld: boolean) => void = () => {}): Promise<this> {
    const watcher = {
      onLost: (sessions: readonly Registration[]) => void this.lost.push(...sessions),
      onTaken: (user: string, resource: string) => void this.taken.push(`${user}/${resource}`),
      onGap: () => {
        this.gaps += 1;
      },
      onLease: (isHeld: boolean) => {
        this.leases.push(isHeld);
        onLease(isHeld);
      },
    };
    await this.directory.join(watcher, () => report);
    return this;
  }

  async find(user: string): Promise<string[]> {
    const found = await this.directory.lookUp(user);
    return found.map(({ node, resource }) => `${node}/${resource}`).sort();
  }

  /** As if its process had been killed. */
  die(): Promise<void> {
    return this.link.close();
  }
}

/** Nodes on one engine; close it with the test. */
export class TestCluster {
  readonly #redis: Pick<RedisServer, "url">;
  readonly #nodes: TestNode[] = [];
  #epochs = 0;

  constructor(redis: Pick<RedisServer, "url">) {
    this.#redis = redis;
  }

  async link(): Promise<RedisLink> {
    return connectRedis(this.#redis.url, log);
  }

  /** Not joined yet. */
  async create(name: string, wrap: (link: RedisLink) => RedisLink = (link) => link): Promise<TestNode> {
    this.#epochs += 1;
    const node = new TestNode(wrap(await this.link()), name, `e${this.#epochs}`);
    this.#nodes.push(node);
    return node;
  }

  async node(name: string, wrap?: (link: RedisLink) => RedisLink): Promise<TestNode> {
    return (await this.create(name, wrap)).join();
  }

  async close(): Promise<void> {
    for (const node of this.#nodes) {
      await node.link.close();
      await node.directory.stop();
    }
  }
}

/** The same link, but for what is given. */
export function withOther(link: RedisLink, other: Partial<RedisLink>): RedisLink {
  return {
    get isUp() {
      return link.isUp;
    },
    command: (name, ...args) => link.command(name, ...args),
    publish: (channel, payload) => link.publish(channel, payload),
    flush: () => link.flush(),
    subscribe: (channel, handler) => link.subscribe(channel, handler),
    onInvalidated: (listener) => link.onInvalidated(listener),
    onUp: (listener) => link.onUp(listener),
    onDown: (listener) => link.onDown(listener),
    close: () => link.close(),
    ...other,
  };
}
