import type { Directory, NodeReport } from "./directory.ts";
import { Registrations } from "./registrations.ts";

/** The status directory of a single node: a map. Look-ups answer at once, without a promise. */
export function memoryDirectory(node: string, epoch: string): Directory {
  const sessions = new Registrations({ node, epoch });
  let report: (() => NodeReport) | undefined;

  return {
    staleness: 0,
    async join(_watcher, ownReport) {
      report = ownReport;
    },
    register(user, resource, presence) {
      sessions.set(user, resource, presence);
      return undefined;
    },
    update(user, resource, presence) {
      sessions.set(user, resource, presence);
      return true;
    },
    unregister: (user, resource) => sessions.delete(user, resource),
    lookUp: (user) => sessions.of(user),
    forget() {},
    nodes: () => (report ? [{ node, epoch, ...report() }] : []),
    async stop() {
      sessions.clear();
    },
  };
}
