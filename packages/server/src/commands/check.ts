import { resolve4, resolve6, resolveSrv } from "node:dns/promises";
import { type Config, publicUrlOf } from "../config/config.ts";
import { inspectCertificate } from "./certificate.ts";
import { type Command, CommandError } from "./command.ts";
import { inspectDataFolder } from "./data-folder.ts";
import { inspectDatabase } from "./database.ts";
import { inspectDns } from "./dns-records.ts";
import { type Finding, right } from "./finding.ts";
import { inspectCalls, inspectUploads } from "./uploads-and-calls.ts";
import { inspectHostMeta } from "./web-discovery.ts";

const marks = { right: "ok     ", warning: "warning", wrong: "wrong  " } as const;

export const check: Command = {
  name: "check",
  operands: [],
  summary:
    "Tells what is right and wrong with configuration, data folder, database, uploads, certificate, DNS and web discovery",
  details: "Ends with exit code 1 when something is wrong; warnings do not count.",
  async run({ config, terminal }) {
    const findings = [
      right(`configuration: serves ${config.domain}, page at ${publicUrlOf(config, config.httpPort)}/`),
      await inspectDataFolder(config.dataDir),
      ...(await inspectDatabase(config)),
      await inspectUploads(config),
      ...inspectCalls(config),
      ...(await inspectCertificate(config, new Date())),
      ...(await inspectNames(config)),
    ];
    for (const { kind, text } of findings) terminal.out(`${marks[kind]}  ${text}`);
    const count = findings.filter(({ kind }) => kind === "wrong").length;
    if (count > 0) throw new CommandError(count === 1 ? "one thing is wrong" : `${count} things are wrong`);
  },
};

async function inspectNames(config: Config): Promise<Finding[]> {
  if (config.domain === "localhost") return [right("dns: not needed for localhost")];
  const webHost = new URL(publicUrlOf(config, config.httpPort)).hostname;
  const records = await inspectDns({ ...config, webHost }, { resolve4, resolve6, resolveSrv });
  return [...records, await inspectHostMeta(config.domain, fetch)];
}
