import { limitKeys } from "./limit-keys.ts";
import { type AnyKey, topKeys } from "./schema.ts";
import { variableOf } from "./variables.ts";

/** yonder.example.toml: every key with its meaning, commented out. */
export function exampleToml(): string {
  return `# Yonder reads yonder.toml from the folder it is started in, or the file named with --config.
# Every key can be given as an environment variable too, which wins: http_port as YONDER_HTTP_PORT.

${Object.values<AnyKey>(topKeys).map(commentedOut).join("\n")}
[limits]

${Object.values<AnyKey>(limitKeys).map(commentedOut).join("\n")}
# Switches a feature off, by its name in docs/xeps.md.
[features]

# carbons = "off"
`;
}

/** docs/configuration.md */
export function configurationPage(): string {
  return `# Configuration

Yonder needs none to try it: without any it serves the domain \`localhost\` on this machine alone.

It reads \`yonder.toml\` from the folder it is started in, or the file named with \`--config\` or \`YONDER_CONFIG\`.
[yonder.example.toml](../yonder.example.toml) is one to begin with. Every key can be given as an environment variable too, and the
variable wins. A list in a variable is separated by commas. An unknown key or a wrong value stops the start with one line that names it.
\`yonder check\` tells what it thinks of the configuration, the certificate and DNS.

${table(Object.values<AnyKey>(topKeys))}

## Limits

In the table \`[limits]\`. They bound what one peer can cost; the defaults suit a server of any size.

${table(Object.values<AnyKey>(limitKeys))}

## Features

In the table \`[features]\`, or as \`YONDER_FEATURES_…\`, the name of a feature with \`off\` switches it off, as in \`carbons = "off"\`.
[xeps.md](xeps.md) lists them.
`;
}

function commentedOut({ key, about, example }: AnyKey): string {
  return `# ${about}\n# ${key.replace(/^limits\./, "")} = ${example}\n`;
}

function table(keys: readonly AnyKey[]): string {
  const rows = keys.map((key) => {
    return `| \`${key.key.replace(/^limits\./, "")}\` | \`${variableOf(key.key)}\` | ${key.about} Must be ${key.kind.name}. | ${defaultOf(key)} |`;
  });
  return ["| Key | Variable | Meaning | Default |", "|---|---|---|---|", ...rows].join("\n");
}

function defaultOf(key: AnyKey): string {
  if (key.defaultText !== undefined) return key.defaultText;
  const value = key.default("localhost");
  if (Array.isArray(value) && value.length === 0) return "none";
  if (typeof value === "boolean") return value ? "`on`" : "`off`";
  return `\`${value}\``;
}
