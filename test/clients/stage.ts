import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NS, xml } from "@yonder/protocol";
import { ChatPartner } from "../support/chat-partner.ts";
import { temporaryFolder } from "../support/children.ts";
import { until } from "../support/condition.ts";
import { type CuttableProxy, openProxy } from "../support/cuttable-proxy.ts";
import { RawClient } from "../support/raw-client.ts";
import { startYonder, type Yonder, type YonderOptions } from "../support/yonder.ts";

const PASSWORD = "correct horse";
export const LOBBY = "lobby@conference.localhost";

/** A node on which alice uses the client under test, and bob talks to her. */
export interface Stage {
  readonly yonder: Yonder;
  readonly password: string;
  readonly bob: ChatPartner;
  /** A line to the port for STARTTLS, and one to that for the web, both to be cut. */
  readonly lines: { readonly c2s: CuttableProxy; readonly http: CuttableProxy };
  /** The names on alice's roster by address, as the server has them. */
  roster(): Promise<Map<string, string | undefined>>;
  /** Resolves when alice's roster says so; of any name if none is given. */
  rosterHas(jid: string, name?: string): Promise<void>;
  /** How many streams were resumed. */
  resumptions(): Promise<number>;
  /** Cuts a line for a moment, in order or with a reset, and resolves when a stream was resumed. */
  interrupt(line: CuttableProxy, how?: "end" | "reset"): Promise<void>;
  /** A text to upload, in a file of its own. */
  file(text: string): string;
  end(): Promise<void>;
}

/** Bob is there, and has opened a room. */
export async function setStage(options: YonderOptions = {}): Promise<Stage> {
  const yonder = await startYonder(options);
  const lines = { c2s: await openProxy(), http: await openProxy() };
  lines.c2s.leadTo(yonder.ports.c2s);
  lines.http.leadTo(yonder.ports.http);
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: PASSWORD })));
  const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", PASSWORD);
  await bob.opensRoom(LOBBY);
  const roster = () => rosterOf(yonder);
  const resumptions = () => metric(yonder, "yonder_resumptions_total");
  return {
    yonder,
    password: PASSWORD,
    bob,
    lines,
    roster,
    rosterHas: async (jid, name) => {
      const isSo = (names: Map<string, string | undefined>): boolean =>
        names.has(jid) && (name === undefined || names.get(jid) === name);
      await until(`${jid} is on the roster as ${name ?? "whoever"}`, async () => isSo(await roster()), {
        every: 200,
        state: async () => JSON.stringify([...(await roster())]),
      });
    },
    resumptions,
    interrupt: async (line, how) => {
      const before = await resumptions();
      line.cut(how);
      line.mend();
      await until("the stream is resumed", async () => (await resumptions()) > before, { every: 100, timeout: 60_000 });
    },
    file: (text) => {
      const folder = temporaryFolder("upload");
      // Some clients run as nobody.
      chmodSync(folder, 0o755);
      const path = join(folder, "greeting.txt");
      writeFileSync(path, text);
      return path;
    },
    end: async () => {
      await bob.leave();
      await yonder.stop();
      for (const line of Object.values(lines)) line.close();
    },
  };
}

async function rosterOf(yonder: Yonder): Promise<Map<string, string | undefined>> {
  const account = { username: "alice", password: PASSWORD };
  const alice = await RawClient.login({ transport: "tcp", port: yonder.ports.c2s, ...account });
  const answer = await alice.request("get", xml("query", NS.roster));
  await alice.quit();
  const items = answer.child("query", NS.roster)?.elements() ?? [];
  return new Map(items.map((item) => [item.attr("jid") ?? "", item.attr("name")]));
}

async function metric(yonder: Yonder, name: string): Promise<number> {
  const page = await (await fetch(`${yonder.origin}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(page)?.[1] ?? 0);
}
