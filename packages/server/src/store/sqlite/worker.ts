import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { DatabaseSync } from "node:sqlite";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { DatabaseOptions } from "./database.ts";
import { type ErrorRecord, toRecord } from "./errors.ts";
import { MessageSocket } from "./message-socket.ts";
import type { WriterOptions } from "./writer.ts";

/** What a worker is started with. */
export interface WorkerSetup extends DatabaseOptions, WriterOptions {
  readonly task: "write" | "read" | "search";
  readonly role: "node" | "tool";
  /** A socket where it does the same for other processes of this machine. */
  readonly entrance?: string | undefined;
}

/** What a worker does. */
export interface Task {
  readonly database: DatabaseSync;
  /** Never throws; answers once or several times. */
  receive(message: unknown, answer: (answer: unknown) => void): void;
  /** Ends once it has done what came before; the database is closed then. */
  close(): Promise<void>;
}

/** A worker's first message. */
export type Started =
  | { readonly kind: "ready"; readonly lastAccountChange: number }
  | { readonly kind: "failed"; readonly error: ErrorRecord };

/** Calls of the reading and the searching worker and their answers: both come several at a time, as waking a thread costs more than most calls. */
export type ReadRequest = readonly [id: number, name: string, parameters: readonly unknown[]];
export type ReadAnswer = readonly [id: number, value: unknown, error: ErrorRecord | undefined];

/** Asks a worker to end once it has done what came before. */
export type Closing = "close";

if (parentPort !== null) await start(parentPort, workerData as WorkerSetup);

async function start(port: MessagePort, setup: WorkerSetup): Promise<void> {
  try {
    const task = await startTask(setup);
    const entrance = setup.entrance === undefined ? undefined : await listen(setup.entrance, task);
    port.on("message", async (message: unknown) => {
      if (message !== ("close" satisfies Closing)) return task.receive(message, (answer) => port.postMessage(answer));
      entrance?.close();
      await task.close();
      port.close();
    });
    port.postMessage(readiness(task));
  } catch (error) {
    port.postMessage({ kind: "failed", error: toRecord(error) } satisfies Started);
    port.close();
  }
}

function readiness({ database }: Task): Started {
  const newest = database.prepare("SELECT max(seq) AS seq FROM account_changes").get();
  return { kind: "ready", lastAccountChange: Number(newest?.seq ?? 0) };
}

/** Whoever connects is a process like this one: the folder of the socket is the server's alone. */
async function listen(path: string, task: Task): Promise<{ close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const line = new MessageSocket(socket, (message) => task.receive(message, (answer) => line.post(answer)));
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    line.post(readiness(task));
  });
  server.listen(path);
  await once(server, "listening");
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Each task loads what it needs alone: the query builder is most of the time it takes to start. */
async function startTask(setup: WorkerSetup): Promise<Task> {
  if (setup.task === "read") return (await import("./read-worker.ts")).startReader(setup);
  if (setup.task === "search") return (await import("./search-worker.ts")).startSearcher(setup);
  return (await import("./write-worker.ts")).startWriter(setup);
}
