import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { exit, startChild, temporaryFolder } from "../support/children.ts";

/** How a test of Smack's ended. "impossible": it found that the server does not have what it tests. */
export interface Result {
  readonly test: string;
  readonly outcome: "passed" | "failed" | "impossible";
  readonly reason: string;
}

export interface SmackRun {
  readonly classPath: string;
  /** Folder with the node's certificate. */
  readonly certificates: string;
  /** File that keeps all that Smack prints. */
  readonly log: string;
  /** More options of Java's, such as -Dsinttest.enabledTests=PingIntegrationTest. */
  readonly options: readonly string[];
}

/** Connections of Smack's with a selector of its own, whose threads may die of a race of its: then the run breaks off. */
const selecting = "modular,modular-nocompress";
const ATTEMPTS = 5;

/** Tests that get accounts of their own, because others use the same ones before and after. */
export const loners: Readonly<Record<string, string>> = {
  EntityCapsTest:
    "ends subscriptions (RFC 6121 §3.2) and waits for nothing, so that the next test takes the roster of before for the present one",
  OmemoMamDecryptionTest: "takes for granted that its two accounts have never written to each other",
};

/** Runs all of Smack's integration tests against the node at localhost; `onProgress` hears of each test's end. */
export async function runSmack(run: SmackRun, onProgress: (line: string) => void): Promise<Result[]> {
  const common = `-Dsinttest.disabledConnections=${selecting}`;
  const alone = run.options.some((option) => option.startsWith("-Dsinttest.enabledTests=")) ? [] : Object.keys(loners);
  const results = await runPart(run, [common, `-Dsinttest.disabledTests=${alone.join(",")}`], onProgress);
  for (const name of alone)
    results.push(...(await runPart(run, [common, `-Dsinttest.enabledTests=${name}`], onProgress)));
  for (const name of lowLevelClasses(results)) {
    const part = [`-Dsinttest.enabledConnections=${selecting}`, `-Dsinttest.enabledTests=${name}`];
    results.push(...(await runPart(run, part, onProgress)));
  }
  return results;
}

/** Those whose tests are run over every kind of connection. */
function lowLevelClasses(results: readonly Result[]): Set<string | undefined> {
  return new Set(
    results.filter(({ test }) => test.includes("(LowLevel, modular")).map(({ test }) => test.split(".")[0]),
  );
}

async function runPart(run: SmackRun, part: readonly string[], onProgress: (line: string) => void): Promise<Result[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptPart({ ...run, options: [...run.options, ...part] }, onProgress);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof BrokenOff)) throw error;
      onProgress(`${error.message}: once more`);
    }
  }
}

class BrokenOff extends Error {}

async function attemptPart(run: SmackRun, onProgress: (line: string) => void): Promise<Result[]> {
  const child = startChild("/usr/bin/java", await javaArguments(run), {
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(run.log, { flags: "a" });
  const results = new Map<string, Result>();
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("Java prints nothing");
  const readAll = [stdout, stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream })) {
      log.write(`${line}\n`);
      const result = resultIn(line);
      if (!result) continue;
      if (!results.has(result.test)) onProgress(`${marks[result.outcome]} ${result.test}`);
      results.set(result.test, result);
    }
  });
  await Promise.all(readAll);
  const code = await exit(child);
  await new Promise((resolve) => log.end(resolve));
  if (code !== 0 && code !== 2) throw new BrokenOff(`Smack's tests broke off with ${code}, see ${run.log}`);
  return [...results.values()].sort((one, other) => (one.test < other.test ? -1 : 1));
}

const marks = { passed: "✔", failed: "✘", impossible: "–" } as const;

async function javaArguments({ classPath, certificates, options }: SmackRun): Promise<string[]> {
  const settings = {
    "java.util.logging.SimpleFormatter.format": "%1$tT.%1$tL %4$s %5$s%6$s%n",
    "javax.net.ssl.trustStore": await trustStore(certificates),
    "sinttest.service": "localhost",
    "sinttest.host": "192.0.2.1",
    "sinttest.dnsResolver": "javax",
    "sinttest.replyTimeout": "10000",
  };
  const properties = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  return ["-cp", classPath, ...properties, ...options, join(import.meta.dirname, "smack-tests.java")];
}

/** Smack reads the old format, which needs no password to be trusted. */
async function trustStore(certificates: string): Promise<string> {
  const store = join(temporaryFolder("truststore"), "store");
  const certificate = join(certificates, "localhost.crt");
  const args = [
    "-importcert",
    "-noprompt",
    "-alias",
    "node",
    "-file",
    certificate,
    "-storetype",
    "JKS",
    "-keystore",
    store,
  ];
  const code = await exit(startChild("/usr/bin/keytool", [...args, "-storepass", "changeit"], { stdio: "ignore" }));
  if (code !== 0) throw new Error(`keytool ended with ${code}`);
  return store;
}

/** The lines that say how a test ended: at once, and again with its reason in the report at the end. */
const endings: readonly (readonly [Result["outcome"], RegExp])[] = [
  ["impossible", /Could not run (\S+(?: \([^)]*\))?) because: (.*)/],
  ["impossible", /^\S+ INFO (\S+ \([^)]*\)) is not possible()/],
  ["passed", /^\S+ INFO (\S+ \([^)]*\)) Success()/],
  ["failed", /^\S+ SEVERE (\S+ \([^)]*\)) failed: (.*)/],
  ["failed", /^\S+ SEVERE (\S+ \([^)]*\)) Failed()/],
];

function resultIn(line: string): Result | undefined {
  for (const [outcome, pattern] of endings) {
    const [, test, reason] = pattern.exec(line) ?? [];
    if (test !== undefined) return { test: test.split(".").slice(-2).join("."), outcome, reason: reason ?? "" };
  }
  return undefined;
}
