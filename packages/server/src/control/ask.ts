import { stat } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { controlPath } from "./control-path.ts";
import { readJsonLine } from "./json-line.ts";

/** The node did not do what it was asked; the message is one line. */
export class ControlError extends Error {
  override readonly name = "ControlError";
}

const LONGEST_ANSWER = 64 * 1_024 * 1_024;

/**
 * Asks the node that runs on a data folder, and waits for its answer for so many milliseconds.
 * Throws a ControlError: none runs there, or it does not do it.
 */
export async function askNodeOn(dataDir: string, name: string, argument: string, time: number): Promise<string> {
  const socket = await reach(dataDir);
  try {
    socket.write(`${JSON.stringify({ ask: name, argument })}\n`);
    const reply = (await readJsonLine(socket, LONGEST_ANSWER, time)) as { answer?: unknown; error?: unknown } | null;
    if (typeof reply?.answer === "string") return reply.answer;
    throw new ControlError(typeof reply?.error === "string" ? reply.error : "the node gave no answer");
  } catch (error) {
    if (error instanceof ControlError) throw error;
    throw new ControlError(`the node gave no answer: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}

/** Whether somebody listens there. */
export async function isAlive(path: string): Promise<boolean> {
  try {
    (await dial(path)).destroy();
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

async function reach(dataDir: string): Promise<Socket> {
  const path = controlPath(dataDir);
  try {
    // Outside the data folder anybody may put a socket in its place.
    const [folder, socket] = await Promise.all([stat(dataDir), stat(path)]);
    if (folder.uid !== socket.uid) throw new ControlError(`${path} belongs to somebody else than ${dataDir}`);
    return await dial(path);
  } catch (error) {
    if (isAbsence(error)) throw new ControlError(`no node is running on ${dataDir}`, { cause: error });
    throw error;
  }
}

function dial(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

function isAbsence(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ECONNREFUSED" || code === "ENOTDIR";
}
