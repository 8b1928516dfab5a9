import type { EngineOptions } from "../options.ts";
import type { SlotStorage } from "../storage/storage.ts";
import type { Databases } from "./later/sweep.ts";
import type { Slots } from "./slots.ts";

export interface TabOptions extends Omit<EngineOptions, "storage" | "tabStore" | "emitter" | "enter"> {
  readonly storage: () => SlotStorage;
  readonly slots?: Slots;
  readonly locks?: Locks | undefined;
  readonly channel?: (name: string) => TabChannel;
  readonly page?: Page;
  readonly databases?: Databases;
}

/** The part of a page that is used; other programs have none. */
export interface Page {
  readonly document?: Pick<EventTarget, "addEventListener"> & { readonly visibilityState: string };
  readonly addEventListener?: EventTarget["addEventListener"];
}

/** The part of the standard LockManager that is used. */
export interface Locks {
  request(name: string, options: TakeOptions, action: (lock: unknown) => unknown): Promise<unknown>;
}

export interface TakeOptions {
  readonly ifAvailable?: boolean;
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}

/** What tabs tell each other. */
export type TabChannel = Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">;
