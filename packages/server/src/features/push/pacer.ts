import { merged, type Notice } from "./notice.ts";

/** The least time between two notifications to one device, in milliseconds: what comes meanwhile is told together. */
const PACE = 5_000;
/** Devices of which it is remembered that they were told something just now. */
const MAX_DEVICES = 10_000;

interface Pause {
  readonly timer: NodeJS.Timeout;
  waiting: Notice | undefined;
}

/** Sends each device a first notification at once, and further ones together. */
export class Pacer {
  readonly #pauses = new Map<string, Pause>();

  /** `send` is called now, or in some seconds with all that came until then; not at all when there are far too many. */
  tell(device: string, notice: Notice, send: (notice: Notice) => void): void {
    const pause = this.#pauses.get(device);
    if (pause) {
      pause.waiting = merged(pause.waiting, notice);
      return;
    }
    if (this.#pauses.size >= MAX_DEVICES) return;
    this.#pause(device, send);
    send(notice);
  }

  stop(): void {
    for (const { timer } of this.#pauses.values()) clearTimeout(timer);
    this.#pauses.clear();
  }

  #pause(device: string, send: (notice: Notice) => void): void {
    const timer = setTimeout(() => {
      const waiting = this.#pauses.get(device)?.waiting;
      this.#pauses.delete(device);
      if (!waiting) return;
      this.#pause(device, send);
      send(waiting);
    }, PACE).unref();
    this.#pauses.set(device, { timer, waiting: undefined });
  }
}
