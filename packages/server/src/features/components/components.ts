import { createServer, type Server } from "node:net";
import { type Element, StanzaError, StreamError, xml } from "@yonder/protocol";
import { andThen } from "../../router/awaitable.ts";
import { LoginGuard } from "../../stream/login-guard.ts";
import type { Awaitable, Feature, Host, Service } from "../feature.ts";
import { ComponentStanzas } from "./component-stanzas.ts";
import { type ComponentHall, ComponentStream } from "./component-stream.ts";

/** Programs of their own that answer at domains beneath ours: gateways, bots, further services. */
export const components: Feature = {
  name: "components",
  specification: "XEP-0114",
  items: ({ config }) => config.components.map(({ domain }) => ({ jid: domain })),
  start: (host) => {
    if (host.config.components.length === 0) return {};
    const hall = new Components(host);
    return {
      services: Object.fromEntries(host.config.components.map(({ domain }) => [domain, hall.serviceOf(domain)])),
      on: { signal: ({ user, signal }) => hall.signalled(user, signal) },
      listen: () => hall.listen(),
      stop: () => hall.stop(),
    };
  },
};

/** Connections beyond one a component: those that are being replaced, and those that have not proved themselves. */
const SPARE_CONNECTIONS = 8;

/** The components that are connected to this node, and the way to those connected to others: what is for them goes as a signal. */
export class Components implements ComponentHall {
  readonly limits: ComponentHall["limits"];
  readonly log: Host["log"];
  readonly guard: ComponentHall["guard"];
  readonly #host: Host;
  readonly #stanzas: ComponentStanzas;
  readonly #streams = new Set<ComponentStream>();
  readonly #connected = new Map<string, ComponentStream>();
  readonly #servers: Server[] = [];

  constructor(host: Host, guard: ComponentHall["guard"] = guardOf(host)) {
    this.#host = host;
    this.guard = guard;
    this.limits = host.config.limits;
    this.log = host.log;
    this.#stanzas = new ComponentStanzas(host);
  }

  serviceOf(domain: string): Service {
    return { stanza: (stanza) => this.#pass(domain, stanza) };
  }

  randomId(): string {
    return this.#host.randomId();
  }

  secretOf(domain: string): string | undefined {
    return this.#host.config.components.find((component) => component.domain === domain)?.secret;
  }

  /** Whoever comes later has the domain: a former connection may be dead without anybody knowing it. */
  async enter(stream: ComponentStream): Promise<void> {
    const { domain } = stream;
    const { directory, nodeId, router, log } = this.#host;
    await directory.register(domain, nodeId, ABSENT);
    const former = this.#connected.get(domain);
    this.#connected.set(domain, stream);
    former?.close(new StreamError("conflict"));
    directory.forget(domain);
    const told = router.signal(domain, xml("replaced", SIGNALS, { by: nodeId }));
    if (told instanceof Promise) told.catch((error: unknown) => log.warn({ err: error }, "a conflict not signalled"));
    log.info({ domain }, "component connected");
  }

  leave(stream: ComponentStream): void {
    const { domain } = stream;
    this.#streams.delete(stream);
    if (this.#connected.get(domain) !== stream) return;
    this.#connected.delete(domain);
    this.log.info({ domain }, "component gone");
    // Never rejects.
    void this.#host.directory.unregister(domain, this.#host.nodeId);
  }

  take(stream: ComponentStream, stanza: Element): Promise<void> {
    return this.#stanzas.take(stream.domain, stanza);
  }

  /** What another node tells, or passes on. */
  signalled(user: string, signal: Element): void {
    const stream = this.#connected.get(user);
    if (!stream || signal.ns !== SIGNALS) return;
    if (signal.name === "replaced" && signal.attr("by") !== this.#host.nodeId)
      stream.close(new StreamError("conflict"));
    const stanza = signal.firstElement;
    if (signal.name === "stanza" && stanza) stream.send(stanza);
  }

  /** On all of the addresses that this machine has. */
  async listen(): Promise<void> {
    const { componentPort: port, componentBind } = this.#host.config;
    for (const host of componentBind) await this.#listenOn(host, port);
    if (this.#servers.length === 0) throw new Error("no address to listen on for components");
    this.log.info({ port: this.port }, "components may connect");
  }

  /** As chosen where the configuration says 0. */
  get port(): number {
    const address = this.#servers[0]?.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const stream of [...this.#streams]) stream.close(new StreamError("system-shutdown"));
  }

  async #listenOn(host: string, port: number): Promise<void> {
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      this.#streams.add(new ComponentStream(socket, this));
    });
    server.maxConnections = this.#host.config.components.length + SPARE_CONNECTIONS;
    const isListening = await new Promise<boolean>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        ABSENCES.has(error.code) ? resolve(false) : reject(error),
      );
      server.listen({ host, port, ipv6Only: host.includes(":") }, () => resolve(true));
    });
    if (isListening) this.#servers.push(server);
  }

  #pass(domain: string, stanza: Element): Awaitable<void> {
    const stream = this.#connected.get(domain);
    if (stream) return stream.send(stanza);
    const { directory, router } = this.#host;
    return andThen(directory.lookUp(domain), (registrations) => {
      if (registrations.length > 0) return router.signal(domain, xml("stanza", SIGNALS, null, stanza));
      // Nobody waits for an answer to these.
      if (stanza.name === "presence" && QUIET.has(stanza.attr("type"))) return;
      throw new StanzaError("service-unavailable", "The component is not connected.", { type: "wait" });
    });
  }
}

function guardOf({ config }: Host): ComponentHall["guard"] {
  return config.rateLimits ? new LoginGuard(() => performance.now()) : undefined;
}

const SIGNALS = "urn:yonder:component:0";
const ABSENT = { isAvailable: false, priority: 0, hasCarbons: false, isInterested: false };
const QUIET: ReadonlySet<string | undefined> = new Set(["unavailable", "probe", "unsubscribe", "unsubscribed"]);
/** This machine does not have the address, or the family. */
const ABSENCES: ReadonlySet<string | undefined> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);
