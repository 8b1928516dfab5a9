import { readFileSync } from "node:fs";
import { join } from "node:path";
import { limitKeys } from "./limit-keys.ts";
import { type LimitGroup, type LimitRow, type LimitUnit, limitGroups } from "./limit-rows.ts";

const packages = join(import.meta.dirname, "..", "..", "..");

/** docs/limits.md: each bound with its value, as the configuration and the source have it. */
export function limitsPage(): string {
  return `# Limits

Nothing that one peer does costs without end. What honest people do in bursts is slowed rather than refused; what cannot be meant honestly ends the
stream. Values in \`code\` are keys of \`[limits]\` in the [configuration](configuration.md#limits), with their defaults; the others stand in the source.
How this is attacked, and what came of it, says [security.md](security.md).

${limitGroups.map(section).join("\n\n")}

## Without a number

An archive keeps what was said for as long as its owner has an account: it is bounded by what people write in a day, and by the disk. When that is full,
messages are refused, and nothing that was acknowledged is lost. Accounts are bounded by who may make them (\`registration\`).
`;
}

function section({ title, about, rows }: LimitGroup): string {
  return `## ${title}\n\n${about}\n\n| What | Limit | Beyond it | Where |\n|---|---|---|---|\n${rows.map(line).join("\n")}`;
}

function line({ what, source, unit, beyond }: LimitRow): string {
  if ("key" in source) {
    const { key, default: value } = keyNamed(source.key);
    return `| ${what} | ${measured(value("localhost"), unit)} | ${beyond} | \`${key.replace(/^limits\./, "")}\` |`;
  }
  const [file = "", name = ""] = source.constant.split(" ");
  return `| ${what} | ${measured(constantIn(file, name), unit)} | ${beyond} | [${file.split("/").at(-1)}](../packages/${file}) |`;
}

function keyNamed(name: string) {
  const found = Object.entries(limitKeys).find(([key]) => key === name)?.[1];
  if (!found) throw new Error(`there is no limit ${name}`);
  return found;
}

/** The value of a constant, or of a field of one, as a file has it. Throws when there is none. */
function constantIn(file: string, name: string): number {
  const text = readFileSync(join(packages, file), "utf8");
  const [constant = "", field] = name.split(".");
  const whole = new RegExp(`const ${constant}\\b[^=;]*= ([^;]+);`).exec(text)?.[1];
  const expression = field === undefined ? whole : new RegExp(`\\b${field}: ([\\d_ *]+)`).exec(whole ?? "")?.[1];
  if (expression === undefined) throw new Error(`there is no ${name} in ${file}`);
  return product(expression, text, file);
}

/** Of numbers, and of constants of the same file. */
function product(expression: string, text: string, file: string): number {
  return expression
    .split("*")
    .map((factor) => factor.trim())
    .reduce((all, factor) => {
      const value = /^[\d_]+$/.test(factor) ? Number(factor.replaceAll("_", "")) : undefined;
      if (value === undefined && !new RegExp(`const ${factor}\\b`).test(text))
        throw new Error(`${factor} in ${file} is no number`);
      return all * (value ?? constantIn(file, factor));
    }, 1);
}

function measured(value: number, unit: LimitUnit): string {
  if (unit === "bytes")
    return inSteps(
      value,
      [
        [2 ** 30, "GiB"],
        [2 ** 20, "MiB"],
        [2 ** 10, "KiB"],
      ],
      "bytes",
    );
  if (unit === "milliseconds") return inTime(value);
  if (unit === "seconds") return inTime(value * 1_000);
  const number = value.toLocaleString("en");
  return unit === "count" ? number : `${number} ${unit}`;
}

function inTime(ms: number): string {
  return inSteps(
    ms,
    [
      [86_400_000, "days"],
      [3_600_000, "h"],
      [60_000, "min"],
      [1_000, "s"],
    ],
    "ms",
  );
}

/** In the largest of these units of which it is a whole number. */
function inSteps(value: number, units: readonly (readonly [size: number, name: string])[], rest: string): string {
  const [size, name] = units.find(([size]) => value >= size && value % size === 0) ?? [1, rest];
  return `${(value / size).toLocaleString("en")} ${name}`;
}
