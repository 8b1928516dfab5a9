import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { BlockList } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../packages/server/src/config/load.ts";
import { temporaryFolder } from "../support/children.ts";
import { missingPrograms, named } from "../support/programs.ts";

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly networks?: { readonly default: { readonly ipv4_address: string } };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly networks: {
    readonly default: { readonly ipam: { readonly config: readonly { readonly subnet: string }[] } };
  };
}

const repository = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(repository, file), "utf8");

const settings: Readonly<Record<string, string>> = {
  DOMAIN: "example.org",
  HOST: "chat.example.org",
  REDIS_PASSWORD: "red",
  POSTGRES_PASSWORD: "blue",
  CERTIFICATES: "/etc/yonder/tls",
};
const compose = parse(fillIn(read("compose.yaml"), settings), { merge: true }) as Compose;
const nodes = Object.entries(compose.services).filter(([name]) => name.startsWith("node-"));
const nginx = compose.services.nginx?.environment ?? {};

describe("compose.yaml", () => {
  test("has three nodes, each with a name, an address for browsers and one for clients of its own", () => {
    const configs = nodes.map(([, { environment = {} }]) => configOf(environment));
    expect(configs.map(({ nodeId }) => nodeId)).toEqual(["node-1", "node-2", "node-3"]);
    expect(configs.map(({ nodeUrl }) => nodeUrl)).toEqual(
      [1, 2, 3].map((number) => `https://chat.example.org/node-${number}`),
    );
    const published = nodes.map(([, { ports = [] }]) => `chat.example.org:${ports[0]?.split(":")[0]}`);
    expect(configs.map(({ nodeC2sAddress }) => nodeC2sAddress)).toEqual(published);
  });

  test("leads the nodes to Redis and PostgreSQL with their passwords", () => {
    for (const [, { environment = {} }] of nodes) {
      const { redisUrl = "", databaseUrl = "" } = configOf(environment);
      expect(compose.services).toHaveProperty(new URL(redisUrl).hostname);
      expect(compose.services).toHaveProperty(new URL(databaseUrl).hostname);
      expect(new URL(redisUrl).password).toBe("red");
      expect(new URL(databaseUrl).password).toBe(compose.services.postgres?.environment?.POSTGRES_PASSWORD);
    }
  });

  test("has nodes believe nginx, and nobody else, about who connects", () => {
    const address = compose.services.nginx?.networks?.default.ipv4_address;
    for (const [, { environment = {} }] of nodes) expect(configOf(environment).trustedProxies).toEqual([address]);
  });

  test("names only services, volumes and addresses that there are", () => {
    const subnet = new BlockList();
    const [network = "", prefix] = compose.networks.default.ipam.config[0]?.subnet.split("/") ?? [];
    subnet.addSubnet(network, Number(prefix));
    for (const [name, service] of Object.entries(compose.services)) {
      const { depends_on: needs = [], volumes = [], networks } = service;
      expect(service.image ?? service.build, name).toBeDefined();
      for (const other of Array.isArray(needs) ? needs : Object.keys(needs))
        expect(compose.services).toHaveProperty(other);
      for (const volume of volumes.map((it) => it.split(":")[0] ?? "").filter((it) => !/^[./]/.test(it)))
        expect(compose.volumes).toHaveProperty(volume);
      if (networks) expect(subnet.check(networks.default.ipv4_address), name).toBe(true);
    }
  });

  test("publishes no port twice", () => {
    const ports = Object.values(compose.services).flatMap(({ ports: published = [] }) => published);
    const taken = ports.map((port) => port.split(":")[0]);
    expect(new Set(taken).size).toBe(taken.length);
  });

  test("leads nginx to the ports of all nodes", () => {
    for (const [index, [, { networks }]] of nodes.entries()) {
      for (const [name, port] of Object.entries({ HTTP: 5280, C2S: 5222, C2S_TLS: 5223 }))
        expect(nginx[`${name}_${index + 1}`]).toBe(`${networks?.default.ipv4_address}:${port}`);
    }
  });
});

const missing = missingPrograms("/usr/sbin/nginx");

test.skipIf(missing)(named("nginx takes the configuration that compose.yaml fills in", missing), async () => {
  const folder = temporaryFolder("nginx");
  const { cert, private: key } = await generate([{ name: "commonName", value: "chat.example.org" }], { keyType: "ec" });
  writeFileSync(join(folder, "fullchain.pem"), cert);
  writeFileSync(join(folder, "privkey.pem"), key);
  // Sockets of its own, for it tries them.
  const here = {
    ...nginx,
    FOLDER: folder,
    MODULES: "load_module /usr/lib/nginx/modules/ngx_stream_module.so;",
    LISTEN: `unix:${folder}/http ssl`,
    LISTEN_C2S: `unix:${folder}/c2s`,
    LISTEN_C2S_TLS: `unix:${folder}/c2s-tls`,
  };
  const configuration = fillIn(read("deploy/nginx.conf"), here).replaceAll("/certificates/", `${folder}/`);
  writeFileSync(join(folder, "nginx.conf"), configuration);
  execFileSync("/usr/sbin/nginx", ["-t", "-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "pipe" });
});

test("the image runs as a user without rights, keeps its data in a volume and says whether it is ready", () => {
  const lines = read("Dockerfile").split("\n");
  for (const line of ["USER node", "VOLUME /data", "STOPSIGNAL SIGTERM"]) expect(lines).toContain(line);
  expect(read("Dockerfile")).toMatch(/^HEALTHCHECK .*\n.*\/health\/ready/m);
});

test("the image is built of what there is and what the build may see", () => {
  const sources = [...read("Dockerfile").matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = ""]) =>
    paths.split(" "),
  );
  expect(sources).toContain("packages");
  const seen = read(".dockerignore")
    .split("\n")
    .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
  for (const source of sources) {
    expect(existsSync(join(repository, source)), source).toBe(true);
    expect(
      seen.some((path) => source === path || source.startsWith(`${path}/`)),
      source,
    ).toBe(true);
  }
});

function configOf(environment: Readonly<Record<string, string>>) {
  return loadConfig({ env: environment, cwd: "/data", readFile: () => undefined }, []);
}

/** As Compose and envsubst fill in `${NAME}` and `${NAME:?why}`. */
function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{([A-Z0-9_]+)(?::\?[^}]*)?\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${name}`);
    return value;
  });
}
