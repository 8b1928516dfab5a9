import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { ReadStream } from "node:tty";

/** All of it. */
export function readText(input: NodeJS.ReadableStream): Promise<string> {
  return text(input);
}

/** The first line, or what there is of it. A person at a terminal sees the prompt and not what they type. */
export async function readLine(input: ReadStream, output: NodeJS.WritableStream, prompt: string): Promise<string> {
  if (!input.isTTY) return (await text(input)).split(/\r?\n/)[0] ?? "";
  output.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  try {
    return await new Promise((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(""));
    });
  } finally {
    lines.close();
    output.write("\n");
  }
}
