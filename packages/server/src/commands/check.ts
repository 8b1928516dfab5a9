import { resolve4, resolve6, resolveSrv } from "node:dns/promises";
import { existsSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { type Config, publicUrlOf } from "../config/config.ts";
import { inspectCertificate } from "./certificate.ts";
import { type Command, CommandError } from "./command.ts";
import { inspectDns } from "./dns-records.ts";
import { describeFailure } from "./failure.ts";
import { type Finding, right, wrong } from "./finding.ts";

const marks = { right: "ok     ", warning: "warning", wrong: "wrong  " } as const;

export const check: Command = {
  name: "check",
  operands: [],
  summary: "Tells what is right and wrong with configuration, data folder, certificate and DNS",
  details: "Ends with exit code 1 when something is wrong; warnings do not count.",
  async run({ config, terminal }) {
    const findings = [
      right(`configuration: serves ${config.domain}, page at ${publicUrlOf(config, config.httpPort)}/`),
      await inspectDataFolder(config),
      ...(await inspectCertificate(config, new Date())),
      ...(await inspectNames(config)),
    ];
    for (const { kind, text } of findings) terminal.out(`${marks[kind]}  ${text}`);
    const count = findings.filter(({ kind }) => kind === "wrong").length;
    if (count > 0) throw new CommandError(count === 1 ? "one thing is wrong" : `${count} things are wrong`);
  },
};

/** Makes nothing: whoever checks may be another user than the one the node runs as. */
async function inspectDataFolder({ dataDir }: Config): Promise<Finding> {
  try {
    const isThere = existsSync(dataDir);
    await access(isThere ? dataDir : dirname(dataDir), constants.W_OK | constants.X_OK);
    return right(`data folder: ${dataDir}${isThere ? "" : ", made at the first start"}`);
  } catch (error) {
    const failure = describeFailure(error);
    if (failure === undefined) throw error;
    return wrong(`data folder: ${failure}`);
  }
}

async function inspectNames(config: Config): Promise<Finding[]> {
  if (config.domain === "localhost") return [right("dns: not needed for localhost")];
  const webHost = new URL(publicUrlOf(config, config.httpPort)).hostname;
  return inspectDns({ ...config, webHost }, { resolve4, resolve6, resolveSrv });
}
