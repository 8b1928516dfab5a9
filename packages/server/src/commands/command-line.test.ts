import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commands } from "./commands.ts";
import { commandLine } from "./fake-terminal.fixture.ts";

test("--help lists every command with what it does", async () => {
  const { code, out } = await commandLine().run("--help");
  expect(code).toBe(0);
  for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`  ${name}.*${RegExp.escape(summary)}`));
});

test.each(commands.map(({ name }) => name))("%s --help says how it is used, without needing anything", async (name) => {
  const { code, out } = await commandLine({ YONDER_HTTP_PORT: "wrong" }).run(`${name} --help`);
  expect(code).toBe(0);
  expect(out).toContain(`Usage: yonder ${name}`);
  expect(out).toContain("--config FILE");
});

test("--version prints the version", async () => {
  expect(await commandLine().run("--version")).toEqual({
    code: 0,
    out: expect.stringMatching(/^yonder \d+\.\d+\.\d+\n$/),
    err: "",
  });
});

test.each([
  ["", "yonder: what shall I do? yonder --help tells what there is\n"],
  ["strat", "yonder: there is no command strat (did you mean start?); yonder --help tells what there is\n"],
  [
    "user ad alice",
    "yonder: there is no command user ad (did you mean user add?); yonder --help tells what there is\n",
  ],
  ["user add", "yonder: user add needs ADDRESS; yonder user add --help tells more\n"],
  ["user add alice bob", "yonder: user add does not know what to do with bob\n"],
  ["user list --colour", "yonder: user list: Unknown option '--colour'\n"],
  ["invite --uses many", "yonder: --uses must be a whole number from 1 to 100000\n"],
])("yonder %s: one line, exit code 2", async (args, line) => {
  expect(await commandLine().run(args)).toEqual({ code: 2, out: "", err: line });
});

test("a wrong configuration: one line, exit code 1", async () => {
  const { folder, run } = commandLine();
  writeFileSync(`${folder}/yonder.toml`, "http_prot = 1\n");
  const line = `yonder: ${folder}/yonder.toml: http_prot is not a known setting (did you mean http_port?)\n`;
  expect(await run("user list")).toEqual({ code: 1, out: "", err: line });
});

test("--config may stand before the command", async () => {
  const { folder, run } = commandLine();
  writeFileSync(`${folder}/other.toml`, 'domain = "localhost"\n');
  expect(await run("--config other.toml check")).toMatchObject({ code: 0 });
  expect(await run("--config none.toml check")).toEqual({
    code: 1,
    out: "",
    err: `yonder: ${folder}/none.toml: there is no such file\n`,
  });
});
