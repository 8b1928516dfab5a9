import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import { configurationPage, exampleToml } from "./reference.ts";

const root = "../../../..";

test("docs/configuration.md says what the schema says", async () => {
  await expect(configurationPage()).toMatchFileSnapshot(`${root}/docs/configuration.md`);
});

test("yonder.example.toml says what the schema says", async () => {
  await expect(exampleToml()).toMatchFileSnapshot(`${root}/yonder.example.toml`);
});

test("the example parses and loads as it stands", () => {
  const config = loadConfig({ env: {}, cwd: "/srv", readFile: () => exampleToml() }, []);
  expect(config.domain).toBe("localhost");
});

test("each key of the example is right when it is uncommented by itself", () => {
  const lines = exampleToml()
    .split("\n")
    .filter((line) => /^# [a-z_]+ = /.test(line) && !line.includes("carbons"));
  const limits = exampleToml().split("[limits]")[1] ?? "";
  for (const line of lines.filter((it) => !/^# (redis|database)_url|^# admins/.test(it))) {
    const text = limits.includes(line) ? `[limits]\n${line.slice(2)}` : line.slice(2);
    expect(Object.keys(parse(text))).toHaveLength(1);
    const load = () => loadConfig({ env: {}, cwd: "/srv", readFile: () => text }, []);
    if (line.startsWith("# tls_")) expect(load).toThrow(/is set, but/);
    else expect(load).not.toThrow();
  }
});
