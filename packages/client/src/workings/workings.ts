import type { Connector } from "../connector.ts";
import type { WorkingsApi } from "./types.ts";

/** What is asked now and then is loaded when it is asked. */
export function createWorkings(connector: () => Connector): WorkingsApi {
  const load = () => import("./later/workings.ts");
  return {
    previewOf: async (url) => (await load()).previewOf(connector(), url),
    wayOf: async (id) => (await load()).wayOf(connector(), id),
    line: async () => (await load()).lineOf(connector()),
  };
}
