import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { describeFailure } from "./failure.ts";
import { type Finding, right, warning, wrong } from "./finding.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Whether certificate and key can be read, belong together, are for the domain, and for how long. */
export async function inspectCertificate({ domain, tlsCert, tlsKey }: Config, now: Date): Promise<Finding[]> {
  if (tlsCert === undefined || tlsKey === undefined) return [withoutFiles(domain)];
  try {
    const certificate = certificateIn(await readFile(tlsCert), tlsCert);
    const key = keyIn(await readFile(tlsKey), tlsKey);
    if (!certificate.checkPrivateKey(key)) return [wrong(`${tlsKey} is not the key of the certificate in ${tlsCert}`)];
    return [nameFinding(certificate, tlsCert, domain), timeFinding(certificate, tlsCert, now)];
  } catch (error) {
    const failure = error instanceof PemError ? error.message : describeFailure(error);
    if (failure === undefined) throw error;
    return [wrong(failure)];
  }
}

function withoutFiles(domain: string): Finding {
  if (domain === "localhost") return right("certificate: made by itself for localhost");
  return warning("certificate: none, so only this machine and trusted proxies can log in; set tls_cert and tls_key");
}

class PemError extends Error {}

function certificateIn(pem: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new PemError(`${path} holds no certificate (PEM)`, { cause: error });
  }
}

function keyIn(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new PemError(`${path} holds no private key (PEM, without passphrase)`, { cause: error });
  }
}

function nameFinding(certificate: X509Certificate, path: string, domain: string): Finding {
  if (certificate.checkHost(domain) !== undefined) return right(`certificate: is for ${domain}`);
  return warning(
    `certificate: ${path} is not for ${domain} but for ${certificate.subjectAltName ?? certificate.subject}`,
  );
}

function timeFinding({ validFromDate, validToDate }: X509Certificate, path: string, now: Date): Finding {
  const until = validToDate.toISOString().slice(0, 10);
  if (now < validFromDate) return warning(`certificate: ${path} is not valid yet`);
  if (now > validToDate) return warning(`certificate: ${path} expired on ${until}`);
  if (validToDate.getTime() - now.getTime() < 14 * dayMs)
    return warning(`certificate: ${path} expires soon, on ${until}`);
  return right(`certificate: valid until ${until}`);
}
