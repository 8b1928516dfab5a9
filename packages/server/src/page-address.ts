import { type Config, publicUrlOf } from "./config/config.ts";
import type { Store } from "./store/store.ts";

const KEY = "public-url";

/** Lets tools beside the node know where its page is. */
export function announcePage(store: Store, publicUrl: string): Promise<void> {
  return store.settings.set(KEY, publicUrl);
}

/** Where browsers find the page. Where the node chooses its port at the start: where it was last. */
export async function pageAddress(config: Config, store: Store): Promise<string> {
  const configured = publicUrlOf(config, config.httpPort);
  const isChosenAtStart = config.publicUrl === undefined && config.httpPort === 0;
  return isChosenAtStart ? ((await store.settings.get(KEY)) ?? configured) : configured;
}
