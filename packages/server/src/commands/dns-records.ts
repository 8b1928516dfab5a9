import type { SrvRecord } from "node:dns";
import { type Finding, right, warning } from "./finding.ts";

/** What is asked of DNS: as in node:dns/promises. */
export interface Resolver {
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
  resolveSrv(name: string): Promise<SrvRecord[]>;
}

export interface Expected {
  readonly domain: string;
  readonly c2sPort: number;
  readonly c2sTlsPort: number;
  /** Where browsers find the page. */
  readonly webHost: string;
}

/** Whether browsers and XMPP clients find us: RFC 6120 §3.2 and XEP-0368. Nothing here keeps a node from serving. */
export async function inspectDns(expected: Expected, resolver: Resolver): Promise<Finding[]> {
  const { domain, c2sPort, c2sTlsPort, webHost } = expected;
  const starttls = await inspectService(`_xmpp-client._tcp.${domain}`, c2sPort, resolver);
  const directTls = await inspectService(`_xmpps-client._tcp.${domain}`, c2sTlsPort, resolver);
  const clients = starttls ?? (await withoutRecord(domain, c2sPort, resolver));
  const tls =
    directTls ??
    warning(`dns: _xmpps-client._tcp.${domain} does not exist; some clients look for port ${c2sTlsPort} there`);
  return [clients, tls, await inspectHost(webHost, resolver)];
}

async function inspectService(name: string, port: number, resolver: Resolver): Promise<Finding | undefined> {
  const records = await found(resolver.resolveSrv(name));
  if (records.length === 0) return undefined;
  // RFC 2782: a target of "." says so.
  if (records.every((record) => record.name === "" || record.name === "."))
    return warning(`dns: ${name} says that there is no such service here`);
  const targets = records.map((record) => `${record.name}:${record.port}`).join(", ");
  if (records.some((record) => record.port === port)) return right(`dns: ${name} names ${targets}`);
  return warning(`dns: ${name} names ${targets}, but we listen on ${port}`);
}

/** RFC 6120 §3.2.2: without an SRV record clients try the domain itself, on port 5222. */
async function withoutRecord(domain: string, port: number, resolver: Resolver): Promise<Finding> {
  const addresses = await addressesOf(domain, resolver);
  if (addresses.length > 0 && port === 5222) return right(`dns: ${domain} is ${addresses.join(", ")}`);
  return warning(`dns: _xmpp-client._tcp.${domain} does not exist; XMPP clients will not find port ${port}`);
}

async function inspectHost(host: string, resolver: Resolver): Promise<Finding> {
  const addresses = await addressesOf(host, resolver);
  if (addresses.length > 0) return right(`dns: ${host}, the page, is ${addresses.join(", ")}`);
  return warning(`dns: ${host}, where browsers look for the page, has no address`);
}

async function addressesOf(host: string, resolver: Resolver): Promise<string[]> {
  const answers = await Promise.all([found(resolver.resolve4(host)), found(resolver.resolve6(host))]);
  return answers.flat();
}

/** Nothing found and nobody to ask are alike to those who look for us. */
async function found<T>(answer: Promise<T[]>): Promise<T[]> {
  return answer.catch(() => []);
}
