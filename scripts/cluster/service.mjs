import { spawn } from "node:child_process";
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const setpriv = "/usr/bin/setpriv";
const STOP_TIME = 30_000;
const START_TIME = 30_000;
const PAUSE = 1_000;

/**
 * A program that runs until it is stopped: when it ends by itself it is started again. What it prints is added to its log.
 * In a process group of its own, so that Ctrl-C reaches this script alone, which stops all in order; if this script is
 * killed, Linux sends it the signal that stops it.
 */
export class Service {
  #options;
  #child;
  #isStopping = false;
  #output = 0;

  /**
   * `name`, `command`, `args`, `env`, `cwd`; `log`, a file; `isReady`, asked until it says yes; `stopSignal`; and `user`, whom
   * a program is to belong to that refuses to be root's.
   */
  constructor({ env = process.env, stopSignal = "SIGTERM", ...options }) {
    this.#options = { env, stopSignal, ...options };
  }

  get name() {
    return this.#options.name;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** What it has printed since it was started last. */
  get output() {
    return readFileSync(this.#options.log).subarray(this.#output).toString();
  }

  /** Resolves when it is ready; throws with what it printed last when it ends instead. */
  async start() {
    const child = this.#spawn();
    if (child.pid === undefined)
      throw new Error(`${this.name} cannot be started: is ${this.#options.command} installed?`);
    const deadline = Date.now() + START_TIME;
    while (!(await this.#options.isReady(child))) {
      const tail = () => this.output.trimEnd().split("\n").slice(-5).join("\n");
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${this.name} ended:\n${tail()}`);
      if (this.#isStopping) throw new Error(`${this.name} was stopped`);
      if (Date.now() > deadline) throw new Error(`${this.name} is not ready after ${START_TIME / 1000} s:\n${tail()}`);
      await delay(50);
    }
    child.once("exit", () => void this.#startAgain(child));
    if (child.exitCode !== null || child.signalCode !== null) void this.#startAgain(child);
  }

  /** Resolves when it has ended. */
  async stop() {
    this.#isStopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(this.#options.stopSignal);
    const impatience = setTimeout(() => this.kill(), STOP_TIME);
    await ended;
    clearTimeout(impatience);
  }

  /** At once, with its own children: workers of nginx would go on listening. */
  kill() {
    this.#isStopping = true;
    const { pid, exitCode, signalCode } = this.#child ?? {};
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
  }

  #spawn() {
    const { command, args, env, cwd, log, user, stopSignal } = this.#options;
    const output = openSync(log, "a");
    this.#output = fstatSync(output).size;
    const prefix = [...untilDeath(stopSignal), ...as(user)];
    const [program, ...rest] = [...(prefix.length > 0 ? [setpriv, ...prefix] : []), command, ...args];
    this.#child = spawn(program, rest, { env, cwd, stdio: ["ignore", output, output], detached: true });
    closeSync(output);
    this.#child.on("error", () => undefined);
    return this.#child;
  }

  async #startAgain(child) {
    if (this.#isStopping) return;
    console.log(`${this.name} ended (${child.signalCode ?? child.exitCode}), and is started again.`);
    while (!this.#isStopping) {
      await delay(PAUSE);
      if (await this.#triesToStart()) return;
    }
  }

  async #triesToStart() {
    try {
      if (!this.#isStopping) await this.start();
      return true;
    } catch (error) {
      console.error(error.message);
      return false;
    }
  }
}

function untilDeath(signal) {
  return existsSync(setpriv) ? ["--pdeathsig", signal.replace("SIG", "")] : [];
}

function as(user) {
  return user === undefined ? [] : ["--reuid", user, "--regid", user, "--init-groups"];
}
