import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { askNodeOn, ControlError } from "./ask.ts";
import { controlPath } from "./control-path.ts";
import { ControlSocket } from "./control-socket.ts";

const TIME = 5_000;

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "yonder-control-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A log that remembers its warnings and errors. */
function fakeLog() {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  return { log, lines };
}

async function listenOn(folder: string, log = fakeLog().log): Promise<ControlSocket> {
  const control = await ControlSocket.open(folder, log);
  if (!control) throw new Error("no control socket");
  onTestFinished(() => control.close());
  return control;
}

/** Sends raw text and returns all that comes back. */
async function say(folder: string, text: string): Promise<string> {
  const socket = connect(controlPath(folder));
  socket.setEncoding("utf8");
  let said = "";
  socket.on("data", (chunk: string) => {
    said += chunk;
  });
  socket.write(text);
  await once(socket, "close");
  return said;
}

test("a command asks, and gets the handler's answer", async () => {
  const folder = dataFolder();
  const control = await listenOn(folder);
  control.on("greet", async (name) => `hello\n${name}`);
  expect(await askNodeOn(folder, "greet", "wörld", TIME)).toBe("hello\nwörld");
});

test("a data folder that is not there is made", async () => {
  const folder = join(dataFolder(), "data");
  const control = await listenOn(folder);
  control.on("greet", async () => "hello");
  expect(await askNodeOn(folder, "greet", "", TIME)).toBe("hello");
});

test("a handler that says why it does not is heard; one that fails otherwise is logged, and says nothing of it", async () => {
  const folder = dataFolder();
  const { log, lines } = fakeLog();
  const control = await listenOn(folder, log);
  control.on("refuse", async () => {
    throw new ControlError("not today");
  });
  control.on("fail", async () => {
    throw new TypeError("secret");
  });
  await expect(askNodeOn(folder, "refuse", "", TIME)).rejects.toThrow(new ControlError("not today"));
  await expect(askNodeOn(folder, "fail", "", TIME)).rejects.toThrow("it failed; the node's log tells more");
  await expect(askNodeOn(folder, "dance", "", TIME)).rejects.toThrow("this node does not know how to dance");
  expect(lines).toEqual(["a command failed"]);
});

test("only the node's own user may use the socket", async () => {
  const folder = dataFolder();
  await listenOn(folder);
  expect(statSync(controlPath(folder)).mode & 0o777).toBe(0o600);
});

test.each([
  ["no JSON", "hello\n", "what came is not JSON"],
  ["JSON that is no question", "[1]\n", "that is no question"],
  ["nothing", "null\n", "that is no question"],
  ["a line without end", `"${"x".repeat(20_000)}`, "what came is too long"],
])("%s is refused", async (_, text, reason) => {
  const folder = dataFolder();
  await listenOn(folder);
  expect(JSON.parse(await say(folder, text))).toEqual({ error: reason });
});

test("who goes before the answer is there harms nobody", async () => {
  const folder = dataFolder();
  const control = await listenOn(folder);
  const { promise, resolve } = Promise.withResolvers<string>();
  const isAsked = Promise.withResolvers<void>();
  control.on("wait", () => {
    isAsked.resolve();
    return promise;
  });
  control.on("greet", async () => "hello");
  const socket = connect(controlPath(folder));
  socket.write('{"ask":"wait","argument":""}\n');
  await isAsked.promise;
  socket.destroy();
  resolve("too late");
  expect(await askNodeOn(folder, "greet", "", TIME)).toBe("hello");
});

test("where no node runs, that is what a command says", async () => {
  const folder = dataFolder();
  const none = new ControlError(`no node is running on ${folder}`);
  await expect(askNodeOn(folder, "greet", "", TIME)).rejects.toThrow(none);
  const control = await listenOn(folder);
  await control.close();
  await expect(askNodeOn(folder, "greet", "", TIME)).rejects.toThrow(none);
  expect(existsSync(controlPath(folder))).toBe(false);
});

test("the socket of a node that was killed is replaced", async () => {
  const folder = dataFolder();
  const script = join(folder, "killed.cjs");
  writeFileSync(
    script,
    `require("node:net").createServer().listen(${JSON.stringify(controlPath(folder))}, () => process.send("up"))`,
  );
  const child = fork(script);
  await once(child, "message");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(existsSync(controlPath(folder))).toBe(true);
  await expect(askNodeOn(folder, "greet", "", TIME)).rejects.toThrow("no node is running");
  const control = await listenOn(folder);
  control.on("greet", async () => "hello");
  expect(await askNodeOn(folder, "greet", "", TIME)).toBe("hello");
});

test("the socket of another live process stays with it: the node warns and goes on without", async () => {
  const folder = dataFolder();
  const other = createServer((socket) => socket.on("error", () => undefined).end('{"answer":"other"}\n')).listen(
    controlPath(folder),
  );
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { log, lines } = fakeLog();
  expect(await ControlSocket.open(folder, log)).toBeUndefined();
  expect(lines).toEqual(["no commands are taken while this node runs: its control socket cannot be made"]);
  expect(await askNodeOn(folder, "greet", "", TIME)).toBe("other");
});

test("a data folder with a long path has its socket elsewhere, the same for whoever asks", async () => {
  const folder = join(dataFolder(), "long".repeat(30));
  mkdirSync(folder);
  const control = await listenOn(folder);
  control.on("greet", async () => "hello");
  expect(controlPath(folder)).toMatch(/yonder-[0-9a-f]{32}\.sock$/);
  expect(controlPath(`${folder}/`)).toBe(controlPath(folder));
  expect(await askNodeOn(folder, "greet", "", TIME)).toBe("hello");
});
