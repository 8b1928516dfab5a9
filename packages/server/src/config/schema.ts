import type { Config, LogLevel, Registration } from "./config.ts";
import * as kinds from "./kinds.ts";
import { nodeKeys } from "./node-keys.ts";
import { serviceKeys } from "./service-keys.ts";

/** One key of the configuration: `read` takes a TOML value or the text of an environment variable, and throws what is wrong with it. */
export interface Key<T> {
  readonly key: string;
  readonly kind: kinds.Kind<T>;
  readonly default: (domain: string) => T;
  /** what the default is, where it is not a fixed value */
  readonly defaultText?: string;
  readonly example: string;
  readonly about: string;
}
export type AnyKey = Key<unknown>;
export type Keys<T> = { readonly [P in keyof T]: Key<T[P]> };

const registrations: readonly Registration[] = ["invite", "open", "closed"];
const logLevels: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export const topKeys: Keys<Omit<Config, "limits" | "features">> = {
  domain: {
    key: "domain",
    kind: kinds.domain,
    default: () => "localhost",
    example: '"example.org"',
    about: "The domain served: what stands behind the @ in everyone's address.",
  },
  dataDir: {
    key: "data",
    kind: kinds.path,
    default: () => "./data",
    example: '"/var/lib/yonder"',
    about: "Folder of the database. A relative path counts from the configuration file, or from the current folder.",
  },
  bind: {
    key: "bind",
    kind: kinds.addresses,
    default: (domain) => (domain === "localhost" ? ["127.0.0.1", "::1"] : ["0.0.0.0", "::"]),
    defaultText: "loopback for localhost, else every address",
    example: '["192.0.2.1", "2001:db8::1"]',
    about: "IP addresses to listen on.",
  },
  httpPort: {
    key: "http_port",
    kind: kinds.port,
    default: () => 5280,
    example: "5280",
    about: "Port of the web page, WebSocket and BOSH. 0 takes any free port and prints it.",
  },
  c2sPort: {
    key: "c2s_port",
    kind: kinds.port,
    default: () => 5222,
    example: "5222",
    about: "Port for XMPP clients that start TLS on the stream. 0 takes any free port.",
  },
  c2sTlsPort: {
    key: "c2s_tls_port",
    kind: kinds.port,
    default: () => 5223,
    example: "5223",
    about: "Port for XMPP clients that begin with TLS. 0 takes any free port.",
  },
  publicUrl: {
    key: "public_url",
    kind: kinds.webUrl,
    default: (domain) => (domain === "localhost" ? undefined : `https://${domain}`),
    defaultText: "http://localhost:PORT for localhost, else https://DOMAIN",
    example: '"https://chat.example.org"',
    about: "Where browsers find the page; invitation links begin with it.",
  },
  tlsCert: {
    key: "tls_cert",
    kind: kinds.path,
    default: () => undefined,
    defaultText: "self-signed for localhost, else none",
    example: '"/etc/letsencrypt/live/example.org/fullchain.pem"',
    about: "PEM file with the certificate and its chain. Read again on SIGHUP.",
  },
  tlsKey: {
    key: "tls_key",
    kind: kinds.path,
    default: () => undefined,
    defaultText: "none",
    example: '"/etc/letsencrypt/live/example.org/privkey.pem"',
    about: "PEM file with the certificate's private key.",
  },
  trustedProxies: {
    key: "trusted_proxies",
    kind: kinds.addressRanges,
    default: () => [],
    example: '["127.0.0.1", "10.0.0.0/8"]',
    about:
      "Addresses or ranges of proxies that are believed about who connects: by X-Forwarded-For and X-Forwarded-Proto, or the PROXY protocol (version 1) before XMPP.",
  },
  origins: {
    key: "origins",
    kind: kinds.origins,
    default: () => [],
    example: '["https://www.example.org"]',
    about: "Further web origins whose pages may connect.",
  },
  widgetOrigins: {
    key: "widget_origins",
    kind: kinds.origins,
    default: () => [],
    example: '["https://www.example.org"]',
    about: "Web origins whose pages may show the site widget, in which guests write.",
  },
  admins: {
    key: "admins",
    kind: kinds.xmppAddresses,
    default: () => [],
    example: '["alice@example.org"]',
    about: "Addresses of administrators, besides whoever opened the first-run link.",
  },
  contacts: {
    key: "contacts",
    kind: kinds.contacts,
    default: () => [],
    defaultText: "none",
    example: '["abuse=mailto:abuse@example.org", "support=https://example.org/help"]',
    about:
      "Whom people write to, and about what, besides the administrators: `abuse`, `admin`, `feedback`, `sales`, `security`, `status` or `support` (XEP-0157).",
  },
  outageAddresses: {
    key: "outage_addresses",
    kind: kinds.webUrls,
    default: () => [],
    defaultText: "none",
    example: '["https://status.example.net/example.org.json"]',
    about: "Where clients read whether the server is down, on another machine than its own (XEP-0455).",
  },
  components: {
    key: "components",
    kind: kinds.componentEntries,
    default: () => [],
    defaultText: "none",
    example: '[{ domain = "irc.example.org", secret = "of its own" }]',
    about:
      "Programs that answer at domains of their own (XEP-0114), as gateways do, and what they prove themselves with. In the environment: `irc.example.org:secret`.",
  },
  componentPort: {
    key: "component_port",
    kind: kinds.port,
    default: () => 5347,
    example: "5347",
    about: "Port where components connect. Nobody listens there as long as none is configured.",
  },
  componentBind: {
    key: "component_bind",
    kind: kinds.addresses,
    default: () => ["127.0.0.1", "::1"],
    defaultText: "loopback",
    example: '["10.0.0.4"]',
    about: "IP addresses where components connect: without TLS, so that the network in between must be yours alone.",
  },
  registration: {
    key: "registration",
    kind: kinds.oneOf(registrations),
    default: () => "invite",
    example: '"invite"',
    about: "Who may make an account: `invite` (holders of an invitation), `open` (everyone) or `closed` (nobody).",
  },
  guests: {
    key: "guests",
    kind: kinds.onOff,
    default: () => false,
    example: '"on"',
    about: "Let people without an account in at `guest.DOMAIN`, to write to those who let guests write to them.",
  },
  ...serviceKeys,
  rateLimits: {
    key: "rate_limits",
    kind: kinds.onOff,
    default: () => true,
    example: '"on"',
    about: "`off` lifts the rates and counts per address and stream, for benchmarks and tests.",
  },
  webPushPrivate: {
    key: "web_push_private",
    kind: kinds.onOff,
    default: () => false,
    example: '"off"',
    about:
      "`on` lets browsers name push services at private addresses and without TLS (docs/web-push.md), for tests: anybody with an account can send this server there.",
  },
  allowPlaintext: {
    key: "allow_plaintext",
    kind: kinds.onOff,
    default: () => false,
    example: '"off"',
    about: "Accept passwords in the clear (SASL PLAIN without TLS) from this machine itself.",
  },
  passwordIterations: {
    key: "password_iterations",
    kind: kinds.integer(4096),
    default: () => 4096,
    example: "10000",
    about:
      "Iterations of PBKDF2 for passwords set from now on. More cost an attacker with your database, and every login, more.",
  },
  logLevel: {
    key: "log_level",
    kind: kinds.oneOf(logLevels),
    default: () => "info",
    example: '"info"',
    about: "Least level that is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.",
  },
  otlpEndpoint: {
    key: "otlp_endpoint",
    kind: kinds.webUrl,
    default: () => undefined,
    defaultText: "none",
    example: '"http://localhost:4318"',
    about:
      "OpenTelemetry collector that is sent traces of messages (OTLP over HTTP). OTEL_EXPORTER_OTLP_ENDPOINT says the same.",
  },
  otlpRatio: {
    key: "otlp_ratio",
    kind: kinds.share,
    default: () => 0.01,
    example: "0.01",
    about: "Share of the messages of which traces are sent. OTEL_TRACES_SAMPLER_ARG says the same.",
  },
  ...nodeKeys,
  uploadFolder: {
    key: "upload_folder",
    kind: kinds.path,
    default: () => undefined,
    defaultText: "`uploads` in the data folder; none where there are several nodes",
    example: '"/srv/yonder/uploads"',
    about: "Folder of the files that people upload. Several nodes need one that they share, or `upload_s3`.",
  },
  uploadS3: {
    key: "upload_s3",
    kind: kinds.bucketUrl,
    default: () => undefined,
    defaultText: "none",
    example: '"https://KEY:SECRET@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1"',
    about: "Bucket of S3, or what speaks like it, that keeps the files that people upload, instead of a folder.",
  },
  externalServices: {
    key: "external_services",
    kind: kinds.serviceUris,
    default: () => [],
    example: '["stun:turn.example.org:3478", "turn:turn.example.org:3478?transport=udp"]',
    about: "STUN and TURN servers that clients are told of, for calls.",
  },
  turnSecret: {
    key: "turn_secret",
    kind: kinds.secret,
    default: () => undefined,
    defaultText: "none",
    example: '"a long random text"',
    about:
      "What the TURN servers know too (`static-auth-secret` of coturn): clients get passwords that are made with it.",
  },
};
