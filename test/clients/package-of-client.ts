import { existsSync } from "node:fs";
import { join } from "node:path";

export const clientModules = join(import.meta.dirname, "node_modules");

/** "needs npm ci in test/clients" unless the packages are there. */
export function missingPackages(): string | undefined {
  return existsSync(join(clientModules, "@xmpp/client")) ? undefined : "needs npm ci in test/clients";
}

/** The module of a client's package as Node finds it from here. Its types are the caller's word, as these packages are installed for the tests alone. */
export async function importClient<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
