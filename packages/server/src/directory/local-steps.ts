import type { Step } from "../redis/local-engine.ts";
import type { Reply } from "../redis/resp.ts";
import { scripts } from "./scripts.ts";

/** What the scripts do, for an engine that runs none. */
const steps: { readonly [Name in keyof typeof scripts]: Step } = {
  register(call, key, [resource = "", entry = ""]) {
    const was = call("HGET", key, resource);
    call("HSET", key, resource, entry);
    return was;
  },

  update(call, key, [resource = "", entry = "", owner = ""]) {
    const was = call("HGET", key, resource);
    if (was !== null && !isOf(was, owner)) return 0;
    call("HSET", key, resource, entry);
    return 1;
  },

  unregister(call, key, [resource = "", owner = ""]) {
    return isOf(call("HGET", key, resource), owner) ? call("HDEL", key, resource) : 0;
  },

  sweep(call, key, [owner = ""]) {
    const all = call("HGETALL", key) as string[];
    const gone: string[] = [];
    for (let i = 0; i + 1 < all.length; i += 2) {
      const [resource = "", entry = ""] = all.slice(i, i + 2);
      if (!isOf(entry, owner)) continue;
      call("HDEL", key, resource);
      gone.push(resource, entry);
    }
    return gone;
  },

  renew(call, key, [beginning = "", value = "", milliseconds = ""]) {
    const was = call("GET", key);
    if (was !== null && !String(was).startsWith(beginning)) return 0;
    call("SET", key, value, "PX", milliseconds);
    return 1;
  },

  release(call, key, [beginning = ""]) {
    const was = call("GET", key);
    return was !== null && String(was).startsWith(beginning) ? call("DEL", key) : 0;
  },

  claim(call, key, [from = "", own = ""]) {
    const was = call("GET", key);
    if (was !== null && was !== from) return was;
    call("SET", key, own);
    return own;
  },

  releaseRoom: (call, key, [own]) => (call("GET", key) === own ? call("DEL", key) : 0),
};

/** By the text of the script. */
export const localSteps: ReadonlyMap<string, Step> = new Map(
  Object.entries(steps).map(([name, step]) => [scripts[name as keyof typeof scripts], step]),
);

function isOf(entry: Reply, owner: string): boolean {
  return typeof entry === "string" && entry.endsWith(owner);
}
