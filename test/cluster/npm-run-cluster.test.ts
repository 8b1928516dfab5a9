import { once } from "node:events";
import { chmodSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { endChild, startChild, temporaryFolder } from "../support/children.ts";
import { missingForCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { freeRange } from "../support/free-ports.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { put, slotsFor } from "../support/uploader.ts";
import type { Address } from "../support/wire.ts";
import { environment, runYonder } from "../support/yonder.ts";

const script = join(import.meta.dirname, "../../scripts/cluster.mjs");
const missing = missingForCluster() ?? missingPrograms("/usr/sbin/nginx");

test.skipIf(missing)(
  named(
    "npm run cluster: people reach each other through the load balancer and every node, Ctrl-C ends it all",
    missing,
  ),
  { timeout: 180_000 },
  async () => {
    const cluster = await ClusterByScript.start();
    expect(cluster.output).toMatch(/Make the first one here: http:\S+#\S+/);
    const page = await fetch(cluster.url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<html")]);
    await cluster.users("alice", "bob");

    const [http, c2s] = [cluster.first, cluster.first + 20];
    await converse({ transport: "websocket", port: http }, { transport: "tcp", port: c2s });
    await converse({ transport: "bosh", port: http }, { transport: "websocket", port: http });
    await converse({ transport: "tcp", port: c2s + 9 }, { transport: "tcp", port: c2s + 10 });
    await shareFile({ transport: "tcp", port: c2s });
    await converse({ transport: "websocket", port: http + 2 }, { transport: "websocket", port: http + 3 });
    await cluster.stop();

    const again = await ClusterByScript.start(cluster);
    await converse({ transport: "websocket", port: http }, { transport: "tcp", port: c2s });
    await again.stop();
  },
);

/** The script, with all its ports counted from a first one: the page there, XMPP clients at 20 and 40 more. */
class ClusterByScript {
  readonly first: number;
  readonly #child: ReturnType<typeof startChild>;
  readonly #data: string;
  output = "";

  private constructor(first: number, data: string) {
    const env = environment(data, {
      YONDER_HTTP_PORT: String(first),
      YONDER_C2S_PORT: String(first + 20),
      YONDER_C2S_TLS_PORT: String(first + 40),
    });
    this.first = first;
    this.#data = data;
    this.#child = startChild(process.execPath, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (chunk) => {
        this.output += String(chunk);
      });
  }

  /** `former`: one that has stopped, on whose data and ports it goes on. */
  static async start(former?: ClusterByScript): Promise<ClusterByScript> {
    const cluster = former
      ? new ClusterByScript(former.first, former.#data)
      : new ClusterByScript(await freeRange(64), folderForAll());
    const hasEnded = (): boolean => cluster.#child.exitCode !== null;
    await until("the cluster runs", () => cluster.output.includes("Ctrl-C stops them all.") || hasEnded(), {
      timeout: 90_000,
      state: () => cluster.output,
    });
    if (hasEnded()) throw new Error(cluster.output);
    return cluster;
  }

  get url(): string {
    return `http://localhost:${this.first}/`;
  }

  async users(...names: string[]): Promise<void> {
    const accounts = names.map((name) => `${name},correct horse\n`).join("");
    const configuration = join(this.#data, "cluster/yonder.toml");
    await runYonder(["user", "import", "-", "--config", configuration], environment(this.#data), accounts);
  }

  /** As Ctrl-C does, which npm passes on once more. All ends in order, and nothing that was started is left. */
  async stop(): Promise<void> {
    this.#child.kill("SIGINT");
    expect(await endChild(this.#child, "SIGINT"), this.output).toBe(0);
    const ports = Array.from({ length: 64 }, (_, index) => this.first + index);
    expect(await listening(ports)).toEqual([]);
    for (const name of ["node-1", "node-2", "node-3"])
      expect(readFileSync(join(this.#data, `cluster/logs/${name}.log`), "utf8")).toMatch(/"msg":"stopped"\}\n$/);
  }
}

/** The user postgres has to get through. */
function folderForAll(): string {
  const folder = temporaryFolder("cluster");
  chmodSync(folder, 0o711);
  return folder;
}

async function converse(from: Address, to: Address): Promise<void> {
  const alice = await ChatPartner.login(from, "alice", "correct horse");
  const bob = await ChatPartner.login(to, "bob", "correct horse");
  const body = crypto.randomUUID();
  alice.says("bob@localhost", body);
  await bob.hears(body);
  await Promise.all([alice.leave(), bob.leave()]);
}

/** Through the load balancer, to whatever node it chooses. */
async function shareFile(address: Address): Promise<void> {
  const content = new Uint8Array(5_000_000).fill(7);
  const [slot] = await slotsFor({ ...address, username: "alice", password: "correct horse" }, content.length);
  expect(await put(slot?.put ?? "", content)).toBe(201);
  for (let i = 0; i < 3; i += 1) {
    const answer = await fetch(slot?.get ?? "", { headers: { range: "bytes=4999990-" } });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([206, 10]);
  }
}

async function listening(ports: readonly number[]): Promise<number[]> {
  const answers = await Promise.all(
    ports.map(async (port) => {
      const socket = connect(port, "127.0.0.1");
      const isOpen = await once(socket, "connect").then(
        () => true,
        () => false,
      );
      socket.destroy();
      return isOpen;
    }),
  );
  return ports.filter((_, index) => answers[index]);
}
