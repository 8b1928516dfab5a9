import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import { topKeys } from "../config/schema.ts";
import { inspectCertificate } from "./certificate.ts";
import { type Command, CommandError, UsageError } from "./command.ts";
import { inspectDataFolder } from "./data-folder.ts";
import { nodeLog } from "./node-log.ts";
import { announce, keepYoungWhatIsYoung, leaveInTime, reload, signalToStop } from "./serving.ts";

export const start: Command = {
  name: "start",
  operands: [],
  options: {
    processes: { type: "string", value: "N", about: "so many processes serve; without it as configured, or one" },
  },
  summary: "Runs a node until SIGTERM or SIGINT; SIGHUP makes it read the certificate again",
  async run({ config: configured, terminal, options }) {
    const config = { ...configured, processes: processesIn(options.processes) ?? configured.processes };
    const log = nodeLog({ level: config.logLevel, node: config.nodeId });
    terminal.onCrash((error) => log.fatal({ err: error }, "crashed"));
    keepYoungWhatIsYoung();
    await inspect(config, log);
    if (config.processes > 1) {
      const { startProcesses } = await import("./processes/start-processes.ts");
      return startProcesses(config, log, terminal);
    }
    // From here on a signal is waited for: one that comes while the node starts stops it in order too.
    const stopSignal = signalToStop(terminal);
    const { startNode } = await import("../node.ts");
    const node = await startNode(config, log);
    announce(config, node, log, terminal);
    terminal.onSignal("SIGHUP", () => void reload(node, log));
    const signal = await stopSignal;
    log.info({ signal }, "stopping");
    await leaveInTime(node, log);
    log.info("stopped");
  },
};

function processesIn(option: string | boolean | undefined): number | undefined {
  if (option === undefined) return undefined;
  try {
    return topKeys.processes.kind.read(option);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`start: --processes ${error.message}`, { cause: error });
  }
}

async function inspect(config: Config, log: Logger): Promise<void> {
  for (const { kind, text } of [
    await inspectDataFolder(config.dataDir),
    ...(await inspectCertificate(config, new Date())),
  ]) {
    if (kind === "wrong") throw new CommandError(text);
    if (kind === "warning") log.warn(text);
  }
}
