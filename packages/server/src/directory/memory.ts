import type { Directory, PresenceSummary, Registration } from "./directory.ts";

const NOBODY: readonly Registration[] = [];

/** The status directory of a single node: a map. Look-ups answer at once, without a promise. */
export function memoryDirectory(node: string, epoch: string): Directory {
  const users = new Map<string, readonly Registration[]>();
  const others = (user: string, resource: string) =>
    (users.get(user) ?? NOBODY).filter((registration) => registration.resource !== resource);

  return {
    register(user, resource, presence: PresenceSummary) {
      users.set(user, [...others(user, resource), { user, resource, node, epoch, presence }]);
    },
    unregister(user, resource) {
      const rest = others(user, resource);
      if (rest.length === 0) users.delete(user);
      else users.set(user, rest);
    },
    lookUp: (user) => users.get(user) ?? NOBODY,
    forget() {},
    async stop() {
      users.clear();
    },
  };
}
