import "@yonder/protocol/strict";
import "@yonder/protocol/words";
import { fileURLToPath } from "node:url";
import { StreamError } from "@yonder/protocol";
import type { Logger } from "pino";
import { type Config, publicUrlOf } from "./config/config.ts";
import { takeCommands } from "./control/node-control.ts";
import type { Directory } from "./directory/directory.ts";
import type { DrainReport } from "./dispatch/drain.ts";
import { Traffic } from "./dispatch/traffic.ts";
import type { Feature, Host } from "./features/feature.ts";
import { features as allFeatures } from "./features/index.ts";
import { bindFeatures, streamFeatures } from "./features/service-info.ts";
import { startFeatures } from "./features/start.ts";
import { firstRunLink } from "./first-run.ts";
import { membership } from "./membership.ts";
import { type Neighbourhood, openNeighbourhood } from "./neighbourhood.ts";
import { announcePage } from "./page-address.ts";
import { blocklistsOf } from "./router/blocklists.ts";
import { CatchUp } from "./router/catch-up.ts";
import { Courier } from "./router/courier.ts";
import { DailyShare } from "./router/daily-share.ts";
import { FormerAccounts } from "./router/former-accounts.ts";
import { Inbox } from "./router/inbox.ts";
import { IqTable } from "./router/iq-table.ts";
import { MessagePath } from "./router/message-path.ts";
import { Router } from "./router/router.ts";
import { Sessions } from "./router/sessions.ts";
import { type TraceReport, TraceSearch } from "./router/trace-search.ts";
import { WaySearch } from "./router/way-search.ts";
import type { Files } from "./store/files/files.ts";
import { openFiles } from "./store/files/open.ts";
import { openStore } from "./store/open.ts";
import type { StoreSockets } from "./store/sqlite/store-sockets.ts";
import type { Store } from "./store/store.ts";
import { RandomIds } from "./stream/random-ids.ts";
import { openTracing } from "./tracing.ts";
import { Entrance, type Ports } from "./transport/entrance.ts";
import { version } from "./version.ts";

const ids = new RandomIds();
const randomId = (): string => ids.next();

const WEB_ROOT = fileURLToPath(import.meta.resolve("@yonder/web/dist/"));

/** The processes of one machine, where a node has several (commands/processes). */
export interface Company {
  /** Their names, this one's included. */
  readonly names: readonly string[];
  /** Address of what stands in for Redis between them. */
  readonly engine: string | undefined;
  /** Where the store's threads listen that they have in common. */
  readonly store: StoreSockets | undefined;
  /** Makes what is made once at a start. */
  readonly isFirst: boolean;
  /** What all of them have to say at /metrics. */
  metrics(): Promise<string>;
}

/** A running node. */
export interface Node {
  /** As chosen where the configuration says 0. */
  readonly ports: Ports;
  /** Where the first account is made; undefined once there is one. */
  readonly firstRunLink: string | undefined;
  /** Throws, and keeps the present certificate, when the files are not in order. */
  reloadCertificate(): Promise<void>;
  /** Sends the sessions to the other nodes, where they go on, and takes no more; does nothing when this is the only node. */
  drain(): Promise<DrainReport>;
  /** What all nodes know of the messages with this id. */
  trace(id: string): Promise<TraceReport>;
  /** What this process has to say at /metrics. */
  metrics(): Promise<string>;
  /** Ends all sessions, writes what is to be written, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Puts a node together and starts it. A stanza's way: entrance → session → router → message path (1 durable commit, 2 status directory, 3 relay)
 * → inbox of the target node → session → entrance; the outcome (4) comes back from the relay.
 * Throws a StoreError or the system's error when something is in the way; nothing is left running then.
 */
export async function startNode(config: Config, log: Logger, company?: Company): Promise<Node> {
  const store = await openStore(config, "node", company?.store);
  const neighbourhood = await openNeighbourhood(config, log, company?.engine).catch(closing(store));
  return startOn({ store, neighbourhood, company }, config, log).catch(closing(neighbourhood, store));
}

interface Ground {
  readonly store: Store;
  readonly neighbourhood: Neighbourhood;
  readonly company: Company | undefined;
}

async function startOn({ store, neighbourhood, company }: Ground, config: Config, log: Logger): Promise<Node> {
  const { domain, nodeId: node } = config;
  const clock = { now: () => Date.now() };
  const { directory, placement } = neighbourhood;
  const sessions = new Sessions(directory);
  const tracing = await openTracing(config, log);
  const inbox = new Inbox(sessions, store, tracing.trace, log);
  const relay = await neighbourhood.relayTo((envelope, from) => inbox.receive(envelope, from));
  const courier = new Courier(directory, relay, tracing.trace, log);
  const messages = new MessagePath({ domain, store, directory, courier, trace: tracing.trace, log });
  const former = new FormerAccounts(store, sessions, domain);
  const blocklists = blocklistsOf({ store, node, directory, relay, log });
  const router = new Router({
    domain,
    store,
    sessions,
    directory,
    relay,
    courier,
    messages,
    inbox,
    iqs: new IqTable(domain, log),
    former,
    blocklists,
    dailyShare: config.rateLimits
      ? new DailyShare(config.limits.messageBytesPerDay, () => performance.now())
      : undefined,
    trace: tracing.trace,
    log,
  });

  const catchUp = new CatchUp({ sessions, inbox, store, staleness: directory.staleness, log });
  const features = allFeatures.filter(({ name }) => config.features[name] !== false);
  let httpPort = config.httpPort;
  const publicUrl = () => publicUrlOf(config, httpPort);
  const files = config.features.upload === false ? undefined : openFiles(config);
  const host = hostOf({
    config,
    router,
    directory,
    sessions,
    store,
    blocklists,
    relay,
    trace: tracing.trace,
    ways: new WaySearch({ nodeId: node, trace: tracing.trace, relay, directory }),
    placement,
    files,
    clock,
    log,
    features,
    publicUrl,
  });
  const started = await startFeatures(features, host, router);
  const traffic = new Traffic({ config, directory, sessions, publicUrl, company: company?.names ?? [node] });

  let isReady = false;
  const entrance = await Entrance.prepare({
    config,
    store,
    files,
    events: router,
    streamFeatures: streamFeatures(host),
    inlineFeatures: bindFeatures(host),
    guests: router.guests,
    publicUrl,
    webRoot: WEB_ROOT,
    log,
    randomId,
    cluster: neighbourhood.isAlone ? undefined : { node, relay, directory },
    dispatch: traffic.dispatch,
    admission: traffic.admission,
    metricsOfAll: company && (() => company.metrics()),
    isReady: () => isReady && traffic.admission.isOpen,
    onRegistered: (account, invitation) => router.registered(account, invitation),
  });
  await directory.join(membership({ router, sessions, catchUp, admission: traffic.admission, log }), () =>
    traffic.report(),
  );
  const listen = async (): Promise<Ports> => {
    await started.listen();
    return entrance.listen();
  };
  const ports = await listen().catch(async (error: unknown) => {
    await started.stop();
    await entrance.close(new StreamError("system-shutdown"), 0);
    throw error;
  });
  httpPort = ports.http;
  await announcePage(store, publicUrl());
  isReady = true;

  const drain = async (): Promise<DrainReport> => {
    const report = await traffic.drain();
    await store.flush();
    return report;
  };
  const link = company?.isFirst === false ? undefined : await firstRunLink(store, publicUrl(), clock);
  const search = new TraceSearch({ nodeId: node, trace: tracing.trace, relay, directory });
  const trace = (id: string) => search.search(id);
  // Where there are several processes, what started them takes commands.
  const stopCommands = company ? undefined : await takeCommands({ dataDir: config.dataDir, trace, drain, log });

  return {
    ports,
    firstRunLink: link,
    reloadCertificate: () => entrance.reloadCertificate(),
    drain,
    trace,
    metrics: () => entrance.metricsPage.text(),
    async stop() {
      isReady = false;
      await stopCommands?.();
      await entrance.close(new StreamError("system-shutdown"));
      traffic.stop();
      former.stop();
      courier.stop();
      catchUp.stop();
      await started.stop();
      await directory.stop();
      await relay.stop();
      await neighbourhood.close();
      await tracing.stop();
      await store.close();
    },
  };
}

/** Closes what was opened before something went wrong, and lets that go on. */
function closing(...opened: readonly { close(): Promise<void> }[]): (error: unknown) => Promise<never> {
  return async (error) => {
    for (const part of opened) await part.close();
    throw error;
  };
}

interface HostParts {
  readonly config: Config;
  readonly router: Router;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly store: Store;
  readonly blocklists: Host["blocklists"];
  readonly relay: Host["relay"];
  readonly trace: Host["trace"];
  readonly ways: Host["ways"];
  readonly placement: Host["placement"];
  readonly files: Files | undefined;
  readonly clock: Host["clock"];
  readonly log: Logger;
  readonly features: readonly Feature[];
  readonly publicUrl: () => string;
}

function hostOf(parts: HostParts): Host {
  return { domain: parts.config.domain, nodeId: parts.config.nodeId, version, randomId, ...parts };
}
