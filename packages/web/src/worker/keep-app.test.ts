import { expect, test } from "vitest";
import { FakeScope } from "./fake-scope.fixture.ts";
import { keepApp } from "./keep-app.ts";

const page = (version: string) => new Response(`<script src="/assets/app-${version}.js"></script>`);
const appOf = (version: string) => ({
  version,
  files: [`/assets/app-${version}.js`, "/icon.svg"],
  entry: `/assets/app-${version}.js`,
});

function serve(scope: FakeScope, version: string): void {
  scope.server.clear();
  scope.server.set("/", page(version));
  scope.server.set(`/assets/app-${version}.js`, new Response(`version ${version}`));
  scope.server.set("/icon.svg", new Response("icon"));
}

async function install(scope: FakeScope, version: string): Promise<void> {
  keepApp(scope, appOf(version));
  await scope.happens("install");
  await scope.happens("activate");
}

test("the app opens without a network, with its files", async () => {
  const scope = new FakeScope();
  serve(scope, "one");
  await install(scope, "one");
  expect(scope.isWaiting).toBe(false);
  scope.server.clear();
  expect(await (await scope.asks("/"))?.text()).toContain("app-one.js");
  expect(await (await scope.asks("/invite/"))?.text()).toContain("app-one.js");
  expect(await (await scope.asks("/assets/app-one.js", "no-cors"))?.text()).toBe("version one");
});

test("the server's page comes before the kept one, unless the server is ill", async () => {
  const scope = new FakeScope();
  serve(scope, "one");
  await install(scope, "one");
  scope.server.set("/", page("two"));
  expect(await (await scope.asks("/"))?.text()).toContain("app-two.js");
  scope.server.set("/", new Response("gateway", { status: 502 }));
  expect(await (await scope.asks("/"))?.text()).toContain("app-one.js");
});

test("an open page still finds the files of its version after the next one came, and of the one before no more", async () => {
  const scope = new FakeScope();
  for (const version of ["one", "two"]) {
    serve(scope, version);
    await install(scope, version);
  }
  expect(await (await scope.asks("/assets/app-one.js", "no-cors"))?.text()).toBe("version one");
  serve(scope, "three");
  await install(scope, "three");
  expect([...scope.kept.keys()]).toEqual(["yonder-app-two", "yonder-app-three"]);
});

test("a worker does not settle with another version's page", async () => {
  const scope = new FakeScope();
  serve(scope, "one");
  scope.server.set("/", page("two"));
  keepApp(scope, appOf("one"));
  await expect(scope.happens("install")).rejects.toThrow("another version");
  expect(scope.isWaiting).toBe(true);
});

test("the server's own pages and its API are left alone", async () => {
  const scope = new FakeScope();
  serve(scope, "one");
  await install(scope, "one");
  for (const path of ["/metrics", "/upload/abc", "/.well-known/host-meta.json"])
    expect(await scope.asks(path)).toBeUndefined();
  expect(await scope.asks("/.well-known/host-meta.json", "cors")).toBeUndefined();
  expect(await scope.asks("/http-bind", "cors")).toBeUndefined();
});
