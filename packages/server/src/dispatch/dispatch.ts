import { StreamError } from "@yonder/protocol";
import type { NodeStatus } from "../directory/directory.ts";
import type { TransportKind } from "../transport/connection.ts";
import { boshUrl, webSocketUrl } from "./host-meta.ts";

export interface DispatchOptions {
  /** Names of the processes at this node's address, its own included: nobody is sent to them, as they cannot be told apart from outside. */
  readonly company: readonly string[];
  /** The nodes whose leases are alive, as of their last report. */
  nodes(): readonly NodeStatus[];
  /** Where browsers find all of us, without a trailing slash. */
  publicUrl(): string;
  /** From 0 to 1, without 1. */
  random(): number;
}

/** The last words to a stream, as `Connection.close` takes them. */
export interface Farewell {
  readonly error: StreamError;
  /** RFC 7395 §3.6.1: said in place of the error. */
  readonly seeOtherUri?: string;
}

/** Which node a browser should use, and where those go who cannot stay on this one. */
export class Dispatch {
  readonly #options: DispatchOptions;
  /** Addresses of nodes, the latest last. */
  readonly #seen = new Set<string>();

  constructor(options: DispatchOptions) {
    this.#options = options;
  }

  /** Addresses for a newcomer: that of the best node, then the public one, which leads to any of them. */
  webUrls(): readonly string[] {
    const { nodes, random, publicUrl } = this.#options;
    const best = choose(nodes().filter(hasWebUrl), random())?.webUrl;
    return best === undefined ? [publicUrl()] : [...new Set([best, publicUrl()])];
  }

  /** The public address and those of the nodes, where a page may be sent in its life: it outlives many a restart of a node. */
  allWebUrls(): readonly string[] {
    for (const { webUrl } of this.#options.nodes()) if (webUrl !== undefined) this.#remember(webUrl);
    return [...new Set([this.#options.publicUrl(), ...this.#seen].sort())];
  }

  /** Another node lives and takes sessions. */
  get hasOthers(): boolean {
    return this.#others().length > 0;
  }

  /** Where a stream goes that cannot stay here; undefined when nowhere else is an address for it, or all are busier than `maxLoad`. */
  elsewhere(transport: TransportKind, maxLoad = 1): Farewell | undefined {
    const random = this.#options.random();
    const others = this.#others().filter(({ load }) => load <= maxLoad);
    if (transport === "tcp") {
      const host = choose(others.filter(hasC2sAddress), random)?.c2sAddress;
      return host === undefined ? undefined : { error: new StreamError("see-other-host", undefined, { host }) };
    }
    const url = choose(others.filter(hasWebUrl), random)?.webUrl;
    if (url === undefined) return undefined;
    return {
      error: new StreamError("see-other-host"),
      seeOtherUri: transport === "bosh" ? boshUrl(url) : webSocketUrl(url),
    };
  }

  #remember(webUrl: string): void {
    this.#seen.delete(webUrl);
    this.#seen.add(webUrl);
    const [oldest] = this.#seen;
    if (this.#seen.size > MAX_SEEN && oldest !== undefined) this.#seen.delete(oldest);
  }

  #others(): readonly NodeStatus[] {
    const { nodes, company } = this.#options;
    return nodes().filter(({ node, isDraining }) => !company.includes(node) && !isDraining);
  }
}

/** They go out with each page. */
const MAX_SEEN = 64;

/**
 * One of the nodes that take sessions, by chance: the less burdened, the likelier. Reports are a second old, so that a storm of
 * newcomers must spread by itself; a node that has just come up gets most of them, until it has its share.
 */
export function choose<T extends NodeStatus>(nodes: readonly T[], random: number): T | undefined {
  const open = nodes.filter(({ isDraining }) => !isDraining);
  const most = Math.max(1, ...open.map(({ sessions }) => sessions));
  const weights = open.map(({ load, sessions }) => 1 / (0.1 + load + sessions / most) ** 2);
  let rest = random * weights.reduce((sum, weight) => sum + weight, 0);
  return open.find((_, index) => {
    rest -= weights[index] ?? 0;
    return rest < 0;
  });
}

function hasWebUrl(node: NodeStatus): node is NodeStatus & { readonly webUrl: string } {
  return node.webUrl !== undefined;
}

function hasC2sAddress(node: NodeStatus): node is NodeStatus & { readonly c2sAddress: string } {
  return node.c2sAddress !== undefined;
}
