import type { NodeStatus, Registration } from "../directory/directory.ts";
import type { Answerer } from "../relay/relay.ts";
import type { Cluster } from "./handover.ts";
import { FakeNode } from "./node.fixture.ts";

type Ask = Cluster["relay"]["ask"];

/** Nodes that ask each other, until a test says otherwise. */
export class FakeCluster {
  readonly nodes = new Map<string, FakeNode>();
  /** Nodes that were killed, and which nobody knows to be dead yet. */
  readonly dead = new Set<string>();
  /** Topics of all questions. */
  readonly asked: string[] = [];
  /** What the wire does to a question and its answer. */
  onAsk: (topic: string, ask: () => ReturnType<Ask>) => ReturnType<Ask> = (_, ask) => ask();
  readonly #answerers = new Map<string, Answerer>();

  /** A node with the accounts alice and mallory. */
  async add(name: string, stream: ConstructorParameters<typeof FakeNode>[0] = {}): Promise<FakeNode> {
    const node = new FakeNode({ ...stream, cluster: this.#clusterOf(name) });
    for (const username of ["alice", "mallory"]) await node.addAccount(username, "correct horse");
    this.nodes.set(name, node);
    return node;
  }

  #clusterOf(node: string): Cluster {
    return {
      node,
      relay: {
        ask: (target, topic, question) => this.#ask(node, target, topic, question),
        answer: (topic, answerer) => void this.#answerers.set(`${node} ${topic}`, answerer),
      },
      directory: {
        lookUp: (user) => this.#registrations(user),
        nodes: () => [...this.nodes.keys()].map((name): NodeStatus => ({ ...STATUS, node: name })),
      },
    };
  }

  #ask(from: string, target: string, topic: string, question: string): ReturnType<Ask> {
    this.asked.push(topic);
    return this.onAsk(topic, async () => {
      if (this.dead.has(target)) return undefined;
      return this.#answerers.get(`${target} ${topic}`)?.(question, from);
    });
  }

  #registrations(user: string): Registration[] {
    return [...this.nodes].flatMap(([node, { router }]) =>
      [...router.sessions.values()]
        .filter(({ jid, isOver }) => jid.bare === user && !isOver)
        .map(({ jid }) => ({ user, resource: jid.resource ?? "", node, epoch: "1", presence: ABSENT })),
    );
  }
}

const ABSENT = { isAvailable: false, priority: 0, hasCarbons: false, isInterested: false };
const STATUS = { epoch: "1", webUrl: undefined, c2sAddress: undefined, sessions: 0, load: 0, isDraining: false };
