import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { endChild, exit, startChild, temporaryFolder } from "../../../../test/support/children.ts";
import { freePorts } from "../../../../test/support/free-ports.ts";
import { missingPrograms } from "../../../../test/support/programs.ts";
import type { Engine } from "./engine.ts";
import { RedisConnection } from "./redis-connection.ts";

/** A reason for a test's name when there is no Redis to test with. */
export const missingRedis = missingPrograms("redis-server");

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** All that it knew is lost; sockets are closed. */
  kill(): Promise<void>;
  /** After `kill`, on the same port. */
  restart(): Promise<void>;
  /** It answers nothing any more, and refuses nothing. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** A real engine on a free port of the loopback interface, without persistence. `args`: more of its configuration. */
export async function startRedis(args: readonly string[] = [], engine: Partial<Engine> = {}): Promise<RedisServer> {
  const [port = 0] = await freePorts(1);
  let child = await start(port, args, engine);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return child.pid ?? 0;
    },
    async kill() {
      await endChild(child, "SIGKILL");
    },
    async restart() {
      child = await start(port, args, engine);
    },
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await endChild(child, "SIGKILL");
    },
  };
}

async function start(port: number, args: readonly string[], engine: Partial<Engine>): Promise<ChildProcess> {
  const plain = engine.tls ? ["--port", "0", "--tls-port", String(port)] : ["--port", String(port)];
  const child = startChild(
    "redis-server",
    [...plain, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", temporaryFolder("redis"), ...args],
    { stdio: "ignore" },
  );
  const ended = exit(child).then((code) => {
    throw new Error(`redis-server ended with ${code}`);
  });
  await Promise.race([answering({ ...nowhere, ...engine, port }), ended]);
  ended.catch(() => undefined);
  return child;
}

const nowhere: Engine = { host: "127.0.0.1", port: 0, username: "", password: "", database: "", tls: undefined };

async function answering(engine: Engine): Promise<void> {
  for (;;) {
    const connection = new RedisConnection(engine, { onDown() {} });
    const isThere = await connection.greet().then(
      () => true,
      () => false,
    );
    connection.close(undefined);
    if (isThere) return;
    await delay(20);
  }
}
