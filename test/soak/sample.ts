import { readdirSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { basename } from "node:path";
import type { Yonder } from "../support/yonder.ts";
import type { Inside } from "./probe.ts";

/** How a node stands at one moment. */
export interface Sample extends Inside {
  /** Seconds since the beginning. */
  readonly at: number;
  /** Open file descriptors, and how many of them on what; the indexes of archives that were searched are left out: a bounded number stays open. */
  readonly fds: number;
  readonly files: Readonly<Record<string, number>>;
  /** Milliseconds from one canary to the other. */
  readonly canaryMs: number;
  /** What the node counts of itself: connections, sessions, and what is suspended. */
  readonly counts: Readonly<Record<string, number>>;
}

/** `probe`: the path of its socket. `isClean`: after garbage collection. */
export async function look(
  { node, probe, since, canaryMs }: { node: Yonder; probe: string; since: number; canaryMs: number },
  isClean: boolean,
): Promise<Sample> {
  const inside = await ask(probe, isClean ? "collect" : "look");
  const files = filesOf(node.pid);
  const fds = Object.values(files).reduce((sum, count) => sum + count, 0);
  const counts = countsIn(await (await fetch(`${node.origin}/metrics`)).text());
  return { at: Math.round((performance.now() - since) / 100) / 10, ...inside, fds, files, canaryMs, counts };
}

const INDEX = /^[a-z]\d+\.db/;

/** What a process has open, by kind or name. */
function filesOf(pid: number): Record<string, number> {
  const files: Record<string, number> = {};
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const name = basename(targetOf(`/proc/${pid}/fd/${fd}`)).replace(/\[\d+\]$/, "");
    if (!INDEX.test(name)) files[name] = (files[name] ?? 0) + 1;
  }
  return files;
}

/** It may be closed meanwhile. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "closed";
  }
}

function ask(path: string, wish: string): Promise<Inside> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = "";
    socket.on("connect", () => socket.write(wish));
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(JSON.parse(text) as Inside));
  });
}

const GAUGES = /^(yonder_(?:sessions|connections|rooms|resumable)[^ ]*) (\d+)$/gm;

/** Those that go up and down. */
function countsIn(page: string): Record<string, number> {
  const found = [...page.matchAll(GAUGES)].map(([, name = "", value]) => [name, Number(value)] as const);
  return Object.fromEntries(found.filter(([name]) => !name.includes("_total")));
}
