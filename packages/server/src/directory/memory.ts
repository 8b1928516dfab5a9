import type { Directory, NodeReport, PresenceSummary, Registration } from "./directory.ts";

const NOBODY: readonly Registration[] = [];

/** The status directory of a single node: a map. Look-ups answer at once, without a promise. */
export function memoryDirectory(node: string, epoch: string): Directory {
  const users = new Map<string, readonly Registration[]>();
  let report: (() => NodeReport) | undefined;
  const others = (user: string, resource: string) =>
    (users.get(user) ?? NOBODY).filter((registration) => registration.resource !== resource);
  const set = (user: string, resource: string, presence: PresenceSummary): void => {
    users.set(user, [...others(user, resource), { user, resource, node, epoch, presence }]);
  };

  return {
    staleness: 0,
    async join(_watcher, ownReport) {
      report = ownReport;
    },
    register(user, resource, presence) {
      set(user, resource, presence);
      return undefined;
    },
    update(user, resource, presence) {
      set(user, resource, presence);
      return true;
    },
    unregister(user, resource) {
      const rest = others(user, resource);
      if (rest.length === 0) users.delete(user);
      else users.set(user, rest);
    },
    lookUp: (user) => users.get(user) ?? NOBODY,
    forget() {},
    nodes: () => (report ? [{ node, epoch, ...report() }] : []),
    async stop() {
      users.clear();
    },
  };
}
