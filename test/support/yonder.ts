import type { ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endChild, exit, startChild, temporaryFolder } from "./children.ts";
import { until } from "./condition.ts";

const repository = join(import.meta.dirname, "..", "..");
const main = join(repository, "packages/server/src/main.ts");
const node = join(repository, "node_modules/.bin/node");

export interface Ports {
  readonly http: number;
  readonly c2s: number;
  readonly c2sTls: number;
}

export interface YonderOptions {
  /** More configuration, as YONDER_… variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** A new folder if absent. */
  readonly dataDir?: string;
}

/** A real node in a process of its own. */
export interface Yonder {
  readonly ports: Ports;
  readonly pid: number;
  readonly dataDir: string;
  /** Where browsers find it: http://localhost:PORT */
  readonly origin: string;
  /** The link for making the first account, which only a node without accounts prints. */
  firstRunLink(): Promise<string>;
  /** All it has printed. */
  output(): string;
  /** Makes an account by the command line. */
  user(name: string, password: string): Promise<void>;
  /** Makes many accounts by the command line. */
  users(accounts: readonly { name: string; password: string }[]): Promise<void>;
  /** Runs the command line beside it, with its configuration; resolves with what that prints. */
  run(...args: string[]): Promise<string>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, as a power cut would. */
  kill(): Promise<void>;
  /** Stops it in the middle of whatever it does: its connections stay, and nothing happens. */
  freeze(): void;
  /** It goes on as if no time had passed. */
  thaw(): void;
  /** Starts it again on the same data and ports. */
  restart(): Promise<void>;
}

/** Starts a node on free ports and resolves once it listens. */
export async function startYonder({
  env = {},
  dataDir = join(temporaryFolder("data"), "data"),
}: YonderOptions = {}): Promise<Yonder> {
  let server = await serve(environment(dataDir, env));
  const { ports } = server;
  const sameAgain = environment(dataDir, { ...portVariables(ports), ...env });
  return {
    ports,
    get pid() {
      return server.child.pid ?? 0;
    },
    dataDir,
    origin: `http://localhost:${ports.http}`,
    firstRunLink: () =>
      until("the node prints a first-run link", () => /https?:\/\/\S+#\S+/.exec(server.output())?.[0]),
    output: () => server.output(),
    user: async (name, password) => {
      await runYonder(["user", "add", `${name}@localhost`, "--password", password], sameAgain);
    },
    users: async (accounts) => {
      const lines = accounts.map(({ name, password }) => `${name}@localhost,${password}\n`);
      await runYonder(["user", "import", "-"], sameAgain, lines.join(""));
    },
    run: (...args) => runYonder(args, sameAgain),
    stop: async () => {
      await endChild(server.child);
    },
    kill: async () => {
      await endChild(server.child, "SIGKILL");
    },
    freeze: () => void server.child.kill("SIGSTOP"),
    thaw: () => void server.child.kill("SIGCONT"),
    restart: async () => {
      server = await serve(sameAgain);
    },
  };
}

export interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line to its end; throws when it fails. */
export async function runYonder(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<string> {
  const { code, stdout, stderr } = await tryYonder(args, env, input);
  if (code !== 0) throw new Error(`yonder ${args.join(" ")} ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}

/** Runs the command line to its end, whatever that is. `prefix` is a command that runs it, such as `setpriv`. */
export async function tryYonder(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = "",
  prefix: readonly string[] = [],
): Promise<Ended> {
  const [command = node, ...rest] = [...prefix, node, main, ...args];
  const child = startChild(command, rest, { env, stdio: ["pipe", "pipe", "pipe"] });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const code = await exit(child);
  return { code, stdout: await stdout, stderr: await stderr };
}

/** The environment of a node: this process's own without what configures Yonder. */
export function environment(dataDir: string, env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(([name]) => !/^(YONDER_|NODE_(?!COMPILE_CACHE)|VITEST)/.test(name));
  const free = { YONDER_HTTP_PORT: "0", YONDER_C2S_PORT: "0", YONDER_C2S_TLS_PORT: "0", YONDER_RATE_LIMITS: "off" };
  return { ...Object.fromEntries(clean), ...free, YONDER_DATA: dataDir, ...env };
}

interface Server {
  readonly child: ChildProcess;
  readonly ports: Ports;
  output(): string;
}

async function serve(env: NodeJS.ProcessEnv): Promise<Server> {
  mkdirSync(join(env.YONDER_DATA ?? ".", ".."), { recursive: true });
  const child = startChild(node, [main, "start"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
  const output = (): string => lines.join("\n");
  const ports = await until("the node listens", () => listening(child, lines), {
    every: 5,
    timeout: 30_000,
    state: output,
  });
  return { child, ports, output };
}

function listening(child: ChildProcess, lines: readonly string[]): Ports | undefined {
  const line = lines.find((candidate) => candidate.startsWith("{") && candidate.includes('"msg":"listening"'));
  if (line) return JSON.parse(line) as Ports;
  if (child.exitCode !== null) throw new Error(`The node ended with ${child.exitCode}:\n${lines.join("\n")}`);
  return undefined;
}

export function portVariables({ http, c2s, c2sTls }: Ports): Record<string, string> {
  return { YONDER_HTTP_PORT: String(http), YONDER_C2S_PORT: String(c2s), YONDER_C2S_TLS_PORT: String(c2sTls) };
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}
