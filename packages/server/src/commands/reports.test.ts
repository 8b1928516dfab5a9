import { join } from "node:path";
import { expect, test } from "vitest";
import { completeConfig } from "../config/config.ts";
import { openStore } from "../store/open.ts";
import { commandLine } from "./fake-terminal.fixture.ts";

const report = {
  id: "r1",
  address: "mallory@example.net",
  reason: "urn:xmpp:reporting:spam",
  text: "Buy!\u001b[2J\nNow!",
  stanzaIds: ["abc"],
  forOrigin: true,
  forOthers: false,
};

test("reports are listed, the newest first, without what would disturb a terminal, until they are removed", async () => {
  const { folder, run } = commandLine();
  await run("user add alice --password sesame");
  const store = await openStore(completeConfig({ dataDir: join(folder, "data") }), "tool");
  const alice = await store.accounts.find("alice");
  await store.reports.add(alice?.id ?? 0, report);
  await store.close();
  const { out } = await run("report list");
  expect(out).toMatch(
    /^r1\t\S+Z\talice@localhost reports mallory@example.net\tspam\tabc\tmay be told to their server\n {4}Buy! \[2J Now!\n$/,
  );
  expect(await run("report remove r1")).toEqual({ code: 0, out: "r1 removed\n", err: "" });
  expect(await run("report remove r1")).toEqual({ code: 1, out: "", err: "yonder: there is no report r1\n" });
  expect(await run("report list")).toEqual({ code: 0, out: "", err: "" });
});
