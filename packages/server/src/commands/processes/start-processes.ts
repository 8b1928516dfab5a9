import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Config } from "../../config/config.ts";
import { ControlSocket } from "../../control/control-socket.ts";
import { drainText } from "../../control/node-control.ts";
import type { DrainReport } from "../../dispatch/drain.ts";
import { mergedMetrics } from "../../http/merged-metrics.ts";
import { listen } from "../../transport/listen.ts";
import { CommandError } from "../command.ts";
import { announce, signalToStop } from "../serving.ts";
import type { Fork, Terminal } from "../terminal.ts";
import { type CommonGround, openCommonGround } from "./common-ground.ts";
import { Dialogue, DialogueError, type Handler } from "./dialogue.ts";
import type { Plan } from "./one-process.ts";
import { type Child, Supervisor } from "./supervisor.ts";

/** Serves with several processes behind the same ports until SIGTERM or SIGINT. Each is a node of its own; this one serves nobody. */
export async function startProcesses(config: Config, log: Logger, terminal: Terminal): Promise<void> {
  const stopSignal = signalToStop(terminal);
  const control = await ControlSocket.open(config.dataDir, log);
  if (!control) throw new CommandError(`another node runs on the data folder ${config.dataDir}`);
  try {
    const common = await openCommonGround(config);
    await serve({ config, common, control, log, terminal }, stopSignal).finally(() => common.close());
  } finally {
    await control.close();
  }
  log.info("stopped");
}

interface Parts {
  readonly config: Config;
  readonly common: CommonGround;
  readonly control: ControlSocket;
  readonly log: Logger;
  readonly terminal: Terminal;
}

async function serve(parts: Parts, stopSignal: Promise<string>): Promise<void> {
  const { config, control, log, terminal } = parts;
  const supervisor = await supervisorOf(parts);
  const started = await startIn(supervisor);
  takeCommands(control, supervisor);
  announce(config, started, log, terminal);
  terminal.onSignal("SIGHUP", () => void supervisor.askAll("reload"));
  const signal = await stopSignal;
  log.info({ signal }, "stopping");
  await supervisor.stop();
}

/** What a process cannot start for is said in one line. */
async function startIn(supervisor: Supervisor): ReturnType<Supervisor["start"]> {
  try {
    return await supervisor.start();
  } catch (error) {
    throw error instanceof DialogueError ? new CommandError(error.message, { cause: error }) : error;
  }
}

async function supervisorOf({ config, common, log, terminal }: Parts): Promise<Supervisor> {
  const names = Array.from({ length: config.processes }, (_, index) => `${config.nodeId}.${index + 1}`);
  const ports = await chosenPorts(config);
  const own = new Registry();
  own.setDefaultLabels({ process: config.nodeId });
  collectDefaultMetrics({ register: own });
  const supervisor = new Supervisor({
    names,
    log,
    fork(name) {
      const { engine, store } = common;
      const plan = { config: { ...config, ...ports, nodeId: name }, names, engine, store };
      return childOf(terminal.fork(), plan, { metrics });
    },
  });
  return supervisor;

  async function metrics(): Promise<string> {
    const texts = (await supervisor.askAll("metrics")) as string[];
    return mergedMetrics([await own.metrics(), ...texts]);
  }
}

function childOf(fork: Fork, plan: Omit<Plan, "isFirst">, handlers: Readonly<Record<string, Handler>>): Child {
  const dialogue = new Dialogue(fork, handlers, String);
  void fork.ended.then(() => dialogue.end());
  return {
    pid: fork.pid,
    ended: fork.ended,
    kill: () => fork.kill(),
    ask: (question, argument) =>
      dialogue.ask(question, question === "start" ? { ...plan, ...Object(argument) } : argument),
  };
}

/** All processes listen on the same ports, so those that are free to choose are chosen before. */
async function chosenPorts({ bind, ...config }: Config): Promise<Pick<Config, "httpPort" | "c2sPort" | "c2sTlsPort">> {
  const choose = async (port: number): Promise<number> => (port === 0 ? freePort(bind) : port);
  return {
    httpPort: await choose(config.httpPort),
    c2sPort: await choose(config.c2sPort),
    c2sTlsPort: await choose(config.c2sTlsPort),
  };
}

/** Below those that the system takes for connections, so that they stay free until the processes listen. */
const [FIRST_PORT, LAST_PORT] = [30_000, 32_767];
const ATTEMPTS = 20;

async function freePort(bind: readonly string[]): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const chosen = await listen(createServer, randomInt(FIRST_PORT, LAST_PORT + 1), bind);
      chosen.stop();
      return chosen.port;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** As a node does of one process. */
function takeCommands(control: ControlSocket, supervisor: Supervisor): void {
  control.on("trace", async (id) => JSON.stringify(await supervisor.askOne("trace", id)));
  control.on("drain", async () => drainText(together((await supervisor.askAll("drain")) as DrainReport[])));
}

function together(reports: readonly DrainReport[]): DrainReport {
  const drained = reports.filter((report) => report.kind === "drained");
  if (drained.length === 0) return { kind: "alone" };
  const sum = (read: (report: (typeof drained)[number]) => number) => drained.reduce((all, one) => all + read(one), 0);
  return {
    kind: "drained",
    moved: sum(({ moved }) => moved),
    ended: sum(({ ended }) => ended),
    milliseconds: Math.max(...drained.map(({ milliseconds }) => milliseconds)),
  };
}
