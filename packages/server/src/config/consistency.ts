import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";

/** Throws ConfigError when values that are right by themselves do not go together. */
export function assertConsistent(config: Config): void {
  const problem = problemOf(config);
  if (problem !== undefined) throw new ConfigError(problem);
}

function problemOf(config: Config): string | undefined {
  if (config.tlsCert !== undefined && config.tlsKey === undefined) return "tls_cert is set, but tls_key is not";
  if (config.tlsKey !== undefined && config.tlsCert === undefined) return "tls_key is set, but tls_cert is not";
  if (config.redisUrl !== undefined && config.databaseUrl === undefined)
    return "redis_url is set, but database_url is not: several nodes need one database";
  if (config.publicUrl?.startsWith("https:") && config.nodeUrl?.startsWith("http:"))
    return "public_url begins with https://, but node_url with http://: browsers would not go there";
  if (config.uploadFolder !== undefined && config.uploadS3 !== undefined)
    return "upload_folder and upload_s3 are both set: files are kept in one place";
  return sharedPort(config) ?? foreignAdmin(config) ?? sharedDomain(config);
}

function sharedPort({ httpPort, c2sPort, c2sTlsPort, components, componentPort }: Config): string | undefined {
  const clients = { http_port: httpPort, c2s_port: c2sPort, c2s_tls_port: c2sTlsPort };
  const ports = components.length === 0 ? clients : { ...clients, component_port: componentPort };
  const [first, second] = Object.entries(ports).filter(([key, port]) =>
    Object.entries(ports).some(([otherKey, other]) => otherKey !== key && other === port && port !== 0),
  );
  return first && second && `${first[0]} and ${second[0]} are both ${first[1]}`;
}

function sharedDomain({ components, domain }: Config): string | undefined {
  const domains = components.map((component) => component.domain);
  const twice = domains.find((it, index) => it === domain || domains.indexOf(it) !== index);
  return twice && `components: ${twice} is taken already`;
}

function foreignAdmin({ admins, domain }: Config): string | undefined {
  const stranger = admins.find((address) => !address.endsWith(`@${domain}`));
  return stranger && `admins: ${stranger} is not an address at ${domain}`;
}
