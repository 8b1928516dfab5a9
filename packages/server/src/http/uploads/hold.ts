import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Files } from "../../store/files/files.ts";
import type { Slot, Upload, Uploads } from "../../store/uploads.ts";
import type { Log } from "../../stream/node-port.ts";

/** How long an upload belongs to a node that gives no sign of life. */
const HOLD_MS = 5_000;
/** Between two signs of life; and so it takes at most until an upload is given up that somebody else goes on with. */
const RENEWAL_MS = 2_000;
/** How often it is looked whether it was. */
const LOOK_MS = 100;
/** XEP-0363 §8: in which an upload that failed may be tried again. */
const RETRY_MS = 300_000;
/** In which one may be gone on with of which something has come. */
export const PART_MS = 24 * 3_600_000;

export interface UploadParts {
  readonly uploads: Uploads;
  readonly files: Files;
  readonly log: Log;
  /** Ms between two signs of life: two seconds unless told. */
  readonly renewalMs?: number;
  now(): number;
}

/** A slot that is ours alone. */
export interface Held {
  readonly upload: Upload;
  /** Aborted when somebody else goes on with it, or may. */
  readonly lost: AbortSignal;
  /** It may be taken again. */
  giveUp(): Promise<void>;
  /** The file is there; false when nobody wants it any more. */
  complete(): Promise<boolean>;
}

/** Takes a slot for at most `time` ms; undefined when it is unknown, taken or expired. */
export async function hold(parts: UploadParts, id: string, time: number): Promise<Held | undefined> {
  const { uploads, now } = parts;
  const holder = randomUUID();
  const next = () => ({ holder, until: new Date(now() + HOLD_MS) });
  const first = next();
  const upload = await uploads.begin(id, first, new Date(now() + time));
  if (!upload) return undefined;
  const lost = new AbortController();
  const timer = prolongRegularly(parts, id, next, lost);
  return {
    upload,
    lost: lost.signal,
    async giveUp() {
      clearInterval(timer);
      await uploads.giveUp(id, holder, new Date(now() + (await keptMs(parts, id))));
    },
    complete() {
      clearInterval(timer);
      return uploads.complete(id, holder);
    },
  };
}

/** What has become of a slot, once nobody puts a file there: whoever does is told to let go. Still "held" if they do not. */
export async function released(
  { uploads, renewalMs }: UploadParts,
  id: string,
  signal: AbortSignal,
): Promise<Slot | undefined> {
  let slot = await uploads.slot(id);
  if (slot?.state === "held") await uploads.want(id);
  const looks = (HOLD_MS + RENEWAL_MS) / LOOK_MS;
  for (let i = 0; i < looks && slot?.state === "held"; i++) {
    await pause(Math.min(LOOK_MS, renewalMs ?? LOOK_MS), undefined, { signal });
    slot = await uploads.slot(id);
  }
  return slot;
}

function prolongRegularly(
  { uploads, log, now, renewalMs = RENEWAL_MS }: UploadParts,
  id: string,
  next: () => { readonly holder: string; readonly until: Date },
  lost: AbortController,
): NodeJS.Timeout {
  let { until } = next();
  const prolong = async () => {
    const hold = next();
    if (await uploads.prolong(id, hold)) until = hold.until;
    else lost.abort();
  };
  return setInterval(() => {
    prolong().catch((error: unknown) => {
      log.warn({ err: error }, "an upload could not be prolonged");
      if (now() >= until.getTime()) lost.abort();
    });
  }, renewalMs).unref();
}

async function keptMs({ files }: UploadParts, id: string): Promise<number> {
  const bytes = await files.parts?.length(id);
  return bytes ? PART_MS : RETRY_MS;
}
