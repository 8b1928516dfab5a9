import type { ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Element, NS, xml } from "@yonder/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, ScriptClient } from "../conformance/client.ts";
import { endChild, exit, startChild, temporaryFolder } from "../support/children.ts";
import { until } from "../support/condition.ts";
import { freePorts } from "../support/free-ports.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";

const SECRET = "known to both of them";
const missing = missingPrograms("turnserver", "turnutils_uclient");

let yonder: Yonder | undefined;
let turn: ChildProcess | undefined;
let port = 0;

beforeAll(async () => {
  if (missing) return;
  [port = 0] = await freePorts(1);
  turn = await startTurn(port);
  const env = { YONDER_EXTERNAL_SERVICES: `turn:127.0.0.1:${port}?transport=tcp`, YONDER_TURN_SECRET: SECRET };
  yonder = await startYonder({ env });
  await yonder.user("alice", PASSWORD);
});
afterAll(async () => {
  await yonder?.stop();
  if (turn) await endChild(turn);
});

describe.skipIf(missing)(named("coturn", missing), () => {
  test("relays for whoever has the password that Yonder tells", async () => {
    const { username, password } = await credentials();
    expect(await relays(username, password)).toBe(true);
  });

  test("relays for nobody whose time is over, or who made a name up", async () => {
    const { username, password } = await credentials();
    const [, account = ""] = username.split(":");
    const past = `${Math.floor(Date.now() / 1000) - 60}:${account}`;
    expect(await relays(past, createHmac("sha1", SECRET).update(past).digest("base64"))).toBe(false);
    expect(await relays(username.replace(/^\d/, "9"), password)).toBe(false);
    expect(await relays(username, "guessed")).toBe(false);
  });
});

/** What a client that has just logged in is told. */
async function credentials(): Promise<{ username: string; password: string }> {
  const alice = await ScriptClient.authenticate({ transport: "websocket", port: yonder?.ports.http ?? 0 }, "alice");
  await alice.bind("phone");
  const request = xml("services", NS.externalServices, { type: "turn" });
  alice.send(xml("iq", NS.client, { type: "get", id: "turn", to: "localhost" }, request));
  const service: Element | undefined = (await alice.next())?.child("services", NS.externalServices)?.elements()[0];
  await alice.close();
  return { username: service?.attr("username") ?? "", password: service?.attr("password") ?? "" };
}

/** Whether an allocation succeeds, and bytes go through it and back. */
async function relays(username: string, password: string): Promise<boolean> {
  const args = ["-t", "-y", "-c", "-n", "2", "-p", String(port), "-u", username, "-w", password, "127.0.0.1"];
  const client = startChild("turnutils_uclient", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [client.stdout, client.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  const code = await Promise.race([exit(client), wait(20_000, "late")]);
  if (code === "late") await endChild(client, "SIGKILL");
  return code === 0 && /Total lost packets 0 /.test(output);
}

async function startTurn(listening: number): Promise<ChildProcess> {
  const folder = temporaryFolder("coturn");
  const args = [
    "-n",
    "--use-auth-secret",
    `--static-auth-secret=${SECRET}`,
    "--realm=localhost",
    "--no-cli",
    "--no-tls",
  ];
  const places = ["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", `--listening-port=${listening}`];
  const files = [
    `--pidfile=${folder}/pid`,
    `--userdb=${folder}/turndb`,
    "--log-file=stdout",
    "--allow-loopback-peers",
    "--no-dtls",
  ];
  const child = startChild("turnserver", [...args, ...places, ...files], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  await until("coturn listens", () => accepts(listening), { state: () => output });
  return child;
}

function accepts(listening: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(listening, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
