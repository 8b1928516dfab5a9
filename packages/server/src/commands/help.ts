import type { Command, OptionHelp } from "./command.ts";
import { commands } from "./commands.ts";

const shared: Readonly<Record<string, OptionHelp>> = {
  config: {
    type: "string",
    value: "FILE",
    about: "the configuration; without it yonder.toml in this folder, if there is one",
  },
  help: { type: "boolean", short: "h", about: "this text" },
};

/** `yonder --help` */
export function overview(): string {
  return [
    "Instant messaging in any browser, and for any XMPP client.",
    "",
    "Usage: yonder COMMAND [OPTIONS]",
    "",
    ...columns(commands.map((command) => [usageOf(command), command.summary])),
    "",
    ...columns([["--config FILE", shared.config?.about ?? ""]]),
    ...columns([["--help, --version", "what a command does; the version"]]),
    "",
    "Every key of the configuration is also an environment variable: http_port is YONDER_HTTP_PORT.",
  ].join("\n");
}

/** `yonder COMMAND --help` */
export function helpFor(command: Command): string {
  const options = Object.entries({ ...command.options, ...shared }).map(([name, option]): [string, string] => [
    [option.short && `-${option.short}`, `--${name}`].filter(Boolean).join(", ") +
      (option.value ? ` ${option.value}` : ""),
    option.about,
  ]);
  const details = command.details === undefined ? [] : [command.details, ""];
  return [
    `Usage: yonder ${usageOf(command)} [OPTIONS]`,
    "",
    `${command.summary}.`,
    "",
    ...details,
    ...columns(options),
  ].join("\n");
}

function usageOf({ name, operands }: Command): string {
  return [name, ...operands].join(" ");
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length), 20);
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
