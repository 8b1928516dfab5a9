import { type ChildProcess, execFile, execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { endChild, startChild, temporaryFolder } from "./children.ts";
import { until } from "./condition.ts";
import { debianPython, missingPrograms } from "./programs.ts";

const run = promisify(execFile);

/** Whom the programs on it trust and ask. */
export interface Surroundings {
  /** File with the certificate that they trust, and no other. */
  readonly authority: string;
  /** Address of the only name server. */
  readonly nameServer: string;
}

/** Something that a program shows, as screen readers know it. */
export interface Widget {
  readonly path: readonly number[];
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly text: string;
  /** To be shown together with what it is in. */
  readonly isVisible: boolean;
  /** COMPAT: GTK 4 says so of windows alone. */
  readonly isShowing: boolean;
  /** Its middle on the screen. */
  readonly at: readonly [number, number] | null;
}

/** What is missing for these programs to run on a desktop, as a reason for a test's name: "needs gajim". */
export function missingOnDesktop(...programs: readonly string[]): string | undefined {
  const missing = missingPrograms(...programs, "Xvfb", "xdotool", "dbus-daemon", "gdbus", debianPython, accessibility);
  // Programs are given files of /etc of their own, and another user.
  return missing ?? (process.getuid?.() === 0 ? undefined : "needs root");
}

const accessibility = "/usr/libexec/at-spi-bus-launcher";

/** A screen that nobody looks at, with a message bus. Programs on it are used as screen readers do (AT-SPI). */
export class Desktop {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #daemons: readonly ChildProcess[];

  private constructor(folder: string, environment: NodeJS.ProcessEnv, daemons: readonly ChildProcess[]) {
    this.#folder = folder;
    this.#environment = environment;
    this.#daemons = daemons;
  }

  static async start({ authority, nameServer }: Surroundings): Promise<Desktop> {
    const folder = temporaryFolder("desktop");
    copyFileSync(authority, join(folder, "authorities"));
    writeFileSync(join(folder, "names"), `nameserver ${nameServer}\n`);
    forNobody(folder);
    mkdirSync("/tmp/.X11-unix", { recursive: true, mode: 0o1777 });
    const screen = startChild("setpriv", [...asNobody, "Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const display = await firstLine(screen);
    const bus = `unix:path=${join(folder, "bus")}`;
    const environment = {
      PATH: "/usr/bin:/bin",
      LC_ALL: "C.UTF-8",
      DISPLAY: `:${display}`,
      DBUS_SESSION_BUS_ADDRESS: bus,
      XDG_RUNTIME_DIR: folder,
      HOME: folder,
      GSETTINGS_BACKEND: "memory",
      GSK_RENDERER: "cairo",
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const daemon = startChild(
      "setpriv",
      [...asNobody, "dbus-daemon", "--session", "--nofork", "--print-address", `--address=${bus}`],
      { env: environment, stdio: ["ignore", "pipe", "ignore"], detached: true },
    );
    await firstLine(daemon);
    return new Desktop(folder, environment, [screen, daemon]);
  }

  /** A new folder that programs may use as their home. */
  home(name: string, prepare: (home: string) => void): string {
    const home = temporaryFolder(name);
    prepare(home);
    return forNobody(home);
  }

  /** Starts a program. It ends with the tests at the latest. */
  launch(home: string, program: string, ...args: readonly string[]): ChildProcess {
    const script = Object.entries(ownFiles).map(
      ([file, place]) => `mount --bind '${this.#folder}/${file}' '${place}' && `,
    );
    return startChild(
      "unshare",
      ["--mount", "sh", "-c", `${script.join("")}exec setpriv "$@"`, "sh", ...asNobody, program, ...args],
      { env: { ...this.#environment, HOME: home }, stdio: "ignore" },
    );
  }

  /** Everything that is there, windows and what is in them, outer before inner. */
  async widgets(): Promise<Widget[]> {
    return JSON.parse(await this.#drive("read")) as Widget[];
  }

  /** Resolves with the first widget that is as wanted, also if it comes later. */
  find(what: string, isWanted: (widget: Widget) => boolean): Promise<Widget> {
    return until(`there is ${what}`, async () => (await this.widgets()).find(isWanted), {
      every: 100,
      timeout: PATIENCE,
      state: () => this.overview(),
    });
  }

  /** What there is to read. */
  async overview(): Promise<string> {
    return overview(await this.widgets());
  }

  /** Resolves when something bears this text. */
  async sees(text: string): Promise<void> {
    await this.find(`the text “${text}”`, (widget) =>
      [widget.name, widget.description, widget.text].some((words) => words.includes(text)),
    );
  }

  async press(widget: Widget): Promise<void> {
    await this.#drive("press", JSON.stringify(widget.path));
  }

  async write(widget: Widget, text: string): Promise<void> {
    await this.#drive("write", JSON.stringify(widget.path), text);
  }

  /** Lets the pointer rest upon it. */
  async pointAt({ at }: Widget): Promise<void> {
    const [x, y] = (at ?? [0, 0]).map(String) as [string, string];
    await this.run("xdotool", "mousemove", x, y, "mousemove_relative", "2", "2");
  }

  /** Types into the window of that title, and presses Enter. */
  async type(title: string, text: string): Promise<void> {
    const toWindow = ["search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync"];
    await this.run("xdotool", ...toWindow, "type", "--delay", "5", text);
    await this.run("xdotool", "key", "Return");
  }

  /** Has a program do what it offers by name, at that object of the bus, with a parameter in the text form of GVariant. */
  async activate(program: string, object: string, action: string, parameter = ""): Promise<void> {
    await this.ask(program, object, "org.gtk.Actions.Activate", action, parameter && `<${parameter}>`);
  }

  /** Calls a method of a program on the bus, and resolves with its answer in the text form of GVariant. */
  async ask(program: string, object: string, method: string, ...args: readonly string[]): Promise<string> {
    const parameters = method === "org.gtk.Actions.Activate" ? [args[0] ?? "", `[${args[1] ?? ""}]`, "{}"] : args;
    return this.run("gdbus", "call", "--session", "-d", program, "-o", object, "-m", method, ...parameters);
  }

  /** Runs a program to its end, and resolves with what it prints. */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await run("setpriv", [...asNobody, program, ...args], {
      env: this.#environment,
      cwd: "/",
      maxBuffer: 2 ** 26,
      timeout: PATIENCE,
    });
    return stdout;
  }

  async end(): Promise<void> {
    for (const daemon of this.#daemons) await endChild(daemon, "SIGKILL");
  }

  #drive(...args: readonly string[]): Promise<string> {
    return this.run(debianPython, "-W", "ignore", "-c", driver, ...args);
  }
}

/** For programs that are slow to draw, in milliseconds. */
const PATIENCE = 30_000;

/** Files that programs are given instead of the machine's. */
const ownFiles = { authorities: "/etc/ssl/certs/ca-certificates.crt", names: "/etc/resolv.conf" };

/** They do not outlive the tests. */
const asNobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig", "KILL"];

const driver = readFileSync(join(import.meta.dirname, "desktop-driver.py"), "utf8");

function forNobody(folder: string): string {
  execFileSync("chown", ["-R", "nobody:nogroup", folder]);
  return folder;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("no output");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("it ended");
}

function overview(widgets: readonly Widget[]): string {
  const lines = widgets.map(({ role, name, description, text, isShowing, isVisible }) => {
    const words = [name, description, text].filter(Boolean).join(" | ");
    return words && `${isShowing || isVisible ? "" : "(hidden) "}${role}: ${words}`;
  });
  return lines.filter(Boolean).join("\n");
}
