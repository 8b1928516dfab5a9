import type { ComponentEntry, Contact } from "./kinds.ts";
import { limitKeys } from "./limit-keys.ts";
import { type AnyKey, type Keys, topKeys } from "./schema.ts";

/** Who may make an account: holders of an invitation, everyone (XEP-0077 and the page), or nobody. */
export type Registration = "invite" | "open" | "closed";
/** Who may make a chat room, or a node of the publish-subscribe service. */
export type Creators = "everyone" | "admins";
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** What a node is told at start: complete, checked and frozen. Each property stands in schema.ts with its key, default and meaning. */
export interface Config {
  readonly domain: string;
  /** absolute */
  readonly dataDir: string;
  /** 0: any free port */
  readonly httpPort: number;
  readonly c2sPort: number;
  readonly c2sTlsPort: number;
  /** Addresses to listen on; a default one that this machine does not have (IPv6) is skipped. */
  readonly bind: readonly string[];
  readonly nodeId: string;
  /** Of this machine, each of them a node of its own. */
  readonly processes: number;
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Where browsers reach this very node, without a trailing slash. */
  readonly nodeUrl: string | undefined;
  /** `host:port` where XMPP clients reach this very node. */
  readonly nodeC2sAddress: string | undefined;
  /** absolute path of a PEM file; undefined: self-signed for localhost, no TLS elsewhere */
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  /** Without a trailing slash; undefined where it depends on the port that was chosen: use {@link publicUrlOf}. */
  readonly publicUrl: string | undefined;
  /** Addresses or CIDR ranges whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies: readonly string[];
  /** Origins allowed to open a WebSocket besides our own page's. */
  readonly origins: readonly string[];
  /** Whose pages may show the page behind a contact link in a frame. */
  readonly widgetOrigins: readonly string[];
  /** Bare addresses, prepared. */
  readonly admins: readonly string[];
  /** Whom to write to about what, besides the administrators. */
  readonly contacts: readonly Contact[];
  /** Where it is said that the server is down. */
  readonly outageAddresses: readonly string[];
  readonly components: readonly ComponentEntry[];
  readonly componentPort: number;
  readonly componentBind: readonly string[];
  readonly registration: Registration;
  /** Who has no account may come in for a while. */
  readonly guests: boolean;
  /** What this server is called where people read it; "" for its domain. */
  readonly placeName: string;
  readonly roomCreation: Creators;
  /** Whether others than the occupants of a public room see who is in it. */
  readonly roomOccupants: "private" | "public";
  readonly pubsubCreation: Creators;
  readonly rateLimits: boolean;
  /** Browsers may name push services that are reached at private addresses, or without TLS. */
  readonly webPushPrivate: boolean;
  /** Previews of links may come from private addresses, and from any port. */
  readonly linkPreviewsPrivate: boolean;
  /** People see the names of the nodes by which their messages went. */
  readonly nodeNames: boolean;
  /** PLAIN without TLS, from loopback only. */
  readonly allowPlaintext: boolean;
  /** PBKDF2 iterations for a password that is set; an account keeps those that it was set with. */
  readonly passwordIterations: number;
  readonly logLevel: LogLevel;
  /** OpenTelemetry collector, without a trailing slash. */
  readonly otlpEndpoint: string | undefined;
  /** 0 to 1: share of the messages of which traces are sent. */
  readonly otlpRatio: number;
  /** absolute; undefined: in the data folder, if this is the only node */
  readonly uploadFolder: string | undefined;
  /** With the keys as user and password, and perhaps `region` in the query. */
  readonly uploadS3: string | undefined;
  /** URIs (RFC 7064, RFC 7065). */
  readonly externalServices: readonly string[];
  readonly turnSecret: string | undefined;
  readonly limits: Limits;
  /** By feature name: false turns it off. */
  readonly features: Readonly<Record<string, boolean>>;
}

export interface Limits {
  readonly stanzaBytes: number;
  readonly stanzaBytesBeforeLogin: number;
  readonly elementDepth: number;
  readonly loginSeconds: number;
  readonly connections: number;
  readonly guests: number;
  readonly connectionsPerAddress: number;
  readonly resumptionSeconds: number;
  readonly unackedStanzas: number;
  readonly sendBufferBytes: number;
  readonly sendBufferTotalBytes: number;
  readonly streamBytesPerSecond: number;
  readonly messageBytesPerDay: number;
  readonly uploadBytes: number;
  readonly uploadQuotaBytes: number;
  readonly uploadQuotaFiles: number;
  readonly uploadDays: number;
}

export type ConfigValues = Partial<Omit<Config, "limits">> & { readonly limits?: Partial<Limits> };

/** The configuration with defaults for all that is not given: for tests, and the last step of loading. */
export function completeConfig(values: ConfigValues = {}): Config {
  const { limits, features, ...top } = values;
  return Object.freeze({
    ...complete(topKeys, top, values.domain),
    limits: Object.freeze(complete(limitKeys, limits ?? {}, values.domain)),
    features: Object.freeze({ ...features }),
  });
}

/** Where browsers find us, without a trailing slash: as configured, or on the port that was chosen. */
export function publicUrlOf(config: Config, httpPort: number): string {
  return config.publicUrl ?? `http://localhost:${httpPort}`;
}

function complete<T extends object>(keys: Keys<T>, values: Partial<T>, domain = "localhost"): T {
  const entries = Object.entries<AnyKey>(keys).map(([property, key]) => {
    const given: unknown = values[property as keyof T];
    return [property, given === undefined ? key.default(domain) : given];
  });
  return Object.fromEntries(entries) as T;
}
