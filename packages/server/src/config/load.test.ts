import { describe, expect, test } from "vitest";
import { loadConfig } from "./load.ts";

interface Given {
  readonly toml?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
}

function load({ toml, env = {}, file }: Given = {}) {
  return loadConfig({ file, env, cwd: "/srv", readFile: (path) => (path === "/srv/yonder.toml" ? toml : undefined) }, [
    "carbons",
  ]);
}

describe("without any configuration", () => {
  test("serves localhost on loopback with the well-known ports", () => {
    expect(load()).toMatchObject({
      domain: "localhost",
      bind: ["127.0.0.1", "::1"],
      httpPort: 5280,
      c2sPort: 5222,
      c2sTlsPort: 5223,
      dataDir: "/srv/data",
      registration: "invite",
      rateLimits: true,
      allowPlaintext: false,
    });
  });

  test("is frozen", () => {
    expect(Object.isFrozen(load())).toBe(true);
    expect(Object.isFrozen(load().limits)).toBe(true);
  });
});

describe("a domain of one's own", () => {
  const config = load({ toml: 'domain = "Example.ORG"' });

  test("listens on every address and is found by https", () => {
    expect(config).toMatchObject({ domain: "example.org", bind: ["0.0.0.0", "::"], publicUrl: "https://example.org" });
  });
});

describe("the file", () => {
  test("gives values by key, limits and features in their tables", () => {
    const config = load({
      toml: 'http_port = 0\norigins = ["https://www.example.org"]\n[limits]\nstanza_bytes = 20000\n[features]\ncarbons = "off"',
    });
    expect(config).toMatchObject({ httpPort: 0, origins: ["https://www.example.org"] });
    expect(config.limits.stanzaBytes).toBe(20_000);
    expect(config.features).toEqual({ carbons: false });
  });

  test("may be named, and must exist then", () => {
    expect(() => load({ file: "other.toml" })).toThrow("/srv/other.toml: there is no such file");
  });

  test("counts relative paths from its own folder", () => {
    const readFile = () => 'data = "store"\ntls_cert = "cert.pem"\ntls_key = "/etc/key.pem"';
    const config = loadConfig({ file: "/etc/yonder/yonder.toml", env: {}, cwd: "/srv", readFile }, []);
    expect(config).toMatchObject({
      dataDir: "/etc/yonder/store",
      tlsCert: "/etc/yonder/cert.pem",
      tlsKey: "/etc/key.pem",
    });
  });
});

test("contacts have a role that XEP-0157 knows, and an address", () => {
  const env = { YONDER_CONTACTS: "abuse=mailto:abuse@example.org, support=https://example.org/help?a=b" };
  expect(load({ env }).contacts).toEqual([
    { role: "abuse", uri: "mailto:abuse@example.org" },
    { role: "support", uri: "https://example.org/help?a=b" },
  ]);
  for (const wrong of ["king=mailto:king@example.org", "abuse=nobody", "abuse"])
    expect(() => load({ env: { YONDER_CONTACTS: wrong } })).toThrow("must be a role and an address");
});

describe("components", () => {
  const entries = [
    { domain: "irc.example.org", secret: "a:b" },
    { domain: "sms.example.org", secret: "c" },
  ];

  test("are a list of tables, or words with a colon in the environment", () => {
    const toml =
      'components = [{ domain = "irc.example.org", secret = "a:b" }, { domain = "sms.example.org", secret = "c" }]';
    expect(load({ toml }).components).toEqual(entries);
    expect(load({ env: { YONDER_COMPONENTS: "irc.example.org:a:b sms.example.org:c" } }).components).toEqual(entries);
  });

  test("need a domain of their own and a secret, which no error repeats", () => {
    expect(() => load({ env: { YONDER_COMPONENTS: "localhost:hush" } })).toThrow(
      "components: localhost is taken already",
    );
    expect(() => load({ toml: 'components = [{ domain = "irc.example.org" }]' })).toThrow("each with a secret");
    expect(() => load({ toml: "components = 7" })).toThrow("must be a list of");
    expect(() => load({ env: { YONDER_COMPONENTS: "hush" } })).not.toThrow("hush");
  });
});

describe("the environment", () => {
  test("wins over the file", () => {
    expect(load({ toml: "http_port = 80", env: { YONDER_HTTP_PORT: "8080" } }).httpPort).toBe(8080);
  });

  test("gives every key, limits and features included", () => {
    const env = {
      YONDER_DATA: "d",
      YONDER_LIMITS_LOGIN_SECONDS: "5",
      YONDER_FEATURES_CARBONS: "off",
      YONDER_RATE_LIMITS: "off",
    };
    const config = load({ env });
    expect(config).toMatchObject({ dataDir: "/srv/d", rateLimits: false, features: { carbons: false } });
    expect(config.limits.loginSeconds).toBe(5);
  });

  test("separates lists by commas", () => {
    expect(load({ env: { YONDER_BIND: "127.0.0.1, ::1" } }).bind).toEqual(["127.0.0.1", "::1"]);
  });

  test("counts an empty variable as not set", () => {
    expect(load({ env: { YONDER_HTTP_PORT: "" } }).httpPort).toBe(5280);
  });

  test("may be one that other programs know too, but ours wins", () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/", OTEL_TRACES_SAMPLER_ARG: "0.5" };
    expect(load({ env })).toMatchObject({ otlpEndpoint: "http://collector:4318", otlpRatio: 0.5 });
    expect(load({ env: { ...env, YONDER_OTLP_RATIO: "1" } }).otlpRatio).toBe(1);
    expect(load({ env: { OTEL_SERVICE_NAME: "chat" } }).otlpEndpoint).toBeUndefined();
  });

  test("takes 1 for on", () => {
    expect(load({ env: { YONDER_ALLOW_PLAINTEXT: "1" } }).allowPlaintext).toBe(true);
  });
});

test.each([
  ["YONDER_DATABASE_URL", "postgres://yonder:secret/word@db/yonder"],
  ["YONDER_DATABASE_URL", "yonder:secret@db"],
  ["YONDER_REDIS_URL", "redis://:secret/word@redis"],
])("%s is not repeated when it is wrong: there may be a password in it", (name, url) => {
  expect(() => load({ env: { [name]: url } })).toThrow(new RegExp(`^${name} must be an address (?!.*secret)`));
});

describe("what is wrong is said in one line that names it", () => {
  test.each<[string, Given, string]>([
    [
      "an unknown key",
      { toml: "http_prot = 1" },
      "/srv/yonder.toml: http_prot is not a known setting (did you mean http_port?)",
    ],
    [
      "an unknown limit",
      { toml: "[limits]\nstanzabytes = 1" },
      "/srv/yonder.toml: limits.stanzabytes is not a known setting (did you mean limits.stanza_bytes?)",
    ],
    [
      "an unknown feature",
      { toml: '[features]\ncarbon = "off"' },
      "/srv/yonder.toml: features.carbon is not a known setting (did you mean features.carbons?)",
    ],
    ["a key unlike any other", { toml: "colour = 1" }, "/srv/yonder.toml: colour is not a known setting"],
    [
      "a key that objects have anyway",
      { toml: "constructor = 1" },
      "/srv/yonder.toml: constructor is not a known setting",
    ],
    [
      "an unknown variable",
      { env: { YONDER_HTTPPORT: "1" } },
      "YONDER_HTTPPORT is not a known setting (did you mean YONDER_HTTP_PORT?)",
    ],
    [
      "a port that is none",
      { toml: "http_port = 70000" },
      "/srv/yonder.toml: http_port must be a port from 0 to 65535, not 70000",
    ],
    [
      "text for a port",
      { env: { YONDER_C2S_PORT: "xmpp" } },
      'YONDER_C2S_PORT must be a port from 0 to 65535, not "xmpp"',
    ],
    ["a domain with a space", { env: { YONDER_DOMAIN: "my domain" } }, "YONDER_DOMAIN must be a domain name"],
    ["an address for a domain", { env: { YONDER_DOMAIN: "alice@example.org" } }, "YONDER_DOMAIN must be a domain name"],
    [
      "a value that is not offered",
      { toml: 'registration = "yes"' },
      "/srv/yonder.toml: registration must be one of invite, open, closed",
    ],
    ["neither on nor off", { toml: "rate_limits = 3" }, "/srv/yonder.toml: rate_limits must be on or off, not 3"],
    [
      "a name to listen on",
      { env: { YONDER_BIND: "localhost" } },
      "YONDER_BIND must be an IP address, or a list of them",
    ],
    [
      "a range that is none",
      { env: { YONDER_TRUSTED_PROXIES: "10.0.0.0/33" } },
      "YONDER_TRUSTED_PROXIES must be an IP address or range (10.0.0.0/8), or a list of them",
    ],
    [
      "a page for an origin",
      { env: { YONDER_ORIGINS: "https://example.org/chat" } },
      "YONDER_ORIGINS must be a web origin (https://www.example.org), or a list of them",
    ],
    [
      "a public address without scheme",
      { env: { YONDER_PUBLIC_URL: "example.org" } },
      "YONDER_PUBLIC_URL must be a web address that begins with https:// or http://",
    ],
    ["a certificate without key", { env: { YONDER_TLS_CERT: "c.pem" } }, "tls_cert is set, but tls_key is not"],
    ["two services on one port", { env: { YONDER_C2S_PORT: "5223" } }, "c2s_port and c2s_tls_port are both 5223"],
    [
      "an administrator from elsewhere",
      { env: { YONDER_ADMINS: "alice@example.org" } },
      "admins: alice@example.org is not an address at localhost",
    ],
    [
      "several nodes without a database for all",
      { env: { YONDER_REDIS_URL: "redis://user:secret@h" } },
      "redis_url is set, but database_url is not",
    ],
    [
      "two places for files",
      { env: { YONDER_UPLOAD_FOLDER: "/a", YONDER_UPLOAD_S3: "https://KEY:SECRET@s3.example.org/bucket" } },
      "upload_folder and upload_s3 are both set",
    ],
    [
      "a bucket without keys",
      { env: { YONDER_UPLOAD_S3: "https://s3.example.org/bucket" } },
      "YONDER_UPLOAD_S3 must be an address like https://KEY:SECRET@s3.example.org/bucket",
    ],
    [
      "a node that is not as safe as the page",
      { env: { YONDER_DOMAIN: "example.org", YONDER_NODE_URL: "http://node-1.example.org" } },
      "public_url begins with https://, but node_url with http://",
    ],
    [
      "a database that is none of ours",
      { env: { YONDER_DATABASE_URL: "mysql://h/d" } },
      "YONDER_DATABASE_URL must be an address that begins with postgres://",
    ],
    ["no TOML", { toml: "http_port = = 1" }, "/srv/yonder.toml:1:13: "],
  ])("%s", (_, given, line) => {
    expect(() => load(given)).toThrow(
      expect.objectContaining({ name: "ConfigError", message: expect.stringContaining(line) }),
    );
    expect(() => load(given)).toThrow(/^[^\n]+$/);
  });
});
