import type { Logger } from "pino";
import type { Directory } from "../directory/directory.ts";
import type { Relay } from "../relay/relay.ts";
import type { Store } from "../store/store.ts";
import type { Blocklist } from "./barrier.ts";
import { SparseLists } from "./sparse-lists.ts";

interface Parts {
  readonly store: Pick<Store, "blocks">;
  readonly node: string;
  readonly directory: Directory;
  readonly relay: Relay;
  readonly log: Logger;
}

/** The addresses that users have blocked (XEP-0191), as this node knows them; none until the feature has started. */
export function blocklistsOf({ store: { blocks }, ...cluster }: Parts): SparseLists<Blocklist> {
  const source = {
    users: (after: string) => blocks.users(after),
    async read(username: string): Promise<Blocklist | undefined> {
      const addresses = await blocks.of(username);
      return addresses.length > 0 ? new Set(addresses) : undefined;
    },
  };
  return new SparseLists({ name: "blocked", source, ...cluster });
}
