import type { EngineApi, NewFile } from "@yonder/client";
import { createRoot, createSignal } from "solid-js";
import { kindOf } from "../file-kind.ts";
import { keepLocal } from "./local.ts";
import { describe, shrink } from "./pictures.ts";

/** A file that is about to be sent. */
export interface Attached {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** Of the picture, for the page. */
  readonly url: string | undefined;
  readonly isTooLarge: boolean;
  readonly ready: Promise<NewFile>;
}

/** More than these at once is an accident. */
const MOST = 30;

const [all, setAll] = createRoot(() => createSignal<ReadonlyMap<string, readonly Attached[]>>(new Map()));
const [isSmaller, setSmaller] = createRoot(() => createSignal(false));
const [limit, setLimit] = createRoot(() => createSignal<number>());
let lastId = 0;

/** Photos are made smaller before they are sent. */
export { isSmaller, limit, setSmaller };

export function attachedTo(peer: string): readonly Attached[] {
  return all().get(peer) ?? [];
}

/** Puts files above the composer. */
export function attach(engine: EngineApi, peer: string, files: Iterable<File>): void {
  change(peer, [...attachedTo(peer), ...[...files].map(toAttached)].slice(0, MOST));
  engine.files.limit().then(
    (most) => {
      setLimit(most);
      change(
        peer,
        attachedTo(peer).map((one) => ({ ...one, isTooLarge: one.size > most })),
      );
    },
    () => {}, // Without a connection it is known when there is one.
  );
}

export function detach(peer: string, id: number): void {
  const [gone] = attachedTo(peer).filter((one) => one.id === id);
  if (gone?.url) URL.revokeObjectURL(gone.url);
  change(
    peer,
    attachedTo(peer).filter((one) => one.id !== id),
  );
}

/** Sends what is attached, and the text with the last of it. @returns whether something was attached that can be sent */
export function sendAttached(engine: EngineApi, peer: string, text: string, reply: string | undefined): boolean {
  const due = attachedTo(peer).filter(({ isTooLarge }) => !isTooLarge);
  if (due.length === 0) return false;
  for (const { id } of due) detach(peer, id);
  void sendAll(engine, peer, due, isSmaller(), text, reply);
  return true;
}

async function sendAll(
  engine: EngineApi,
  peer: string,
  due: readonly Attached[],
  isSmall: boolean,
  text: string,
  reply: string | undefined,
): Promise<void> {
  for (const [index, { ready }] of due.entries()) {
    const told = await ready;
    // What this browser cannot read goes as it is.
    const file = isSmall && kindOf(told) === "image" ? await shrink(told).catch(() => told) : told;
    const options = index === 0 && reply !== undefined ? { reply } : {};
    sendFile(engine, peer, file, index === due.length - 1 ? text : "", options);
  }
}

export function sendFile(
  engine: EngineApi,
  peer: string,
  file: NewFile,
  text = "",
  options: { readonly reply?: string } = {},
): void {
  keepLocal(engine.files.send(peer, file, text, options).key, file.blob);
}

function toAttached(file: File): Attached {
  const isPicture = kindOf(file) === "image";
  return {
    id: lastId++,
    name: file.name,
    size: file.size,
    url: isPicture ? URL.createObjectURL(file) : undefined,
    isTooLarge: file.size > (limit() ?? Number.POSITIVE_INFINITY) || file.size === 0,
    ready: describe(file),
  };
}

function change(peer: string, next: readonly Attached[]): void {
  const map = new Map(all());
  if (next.length > 0) map.set(peer, next);
  else map.delete(peer);
  setAll(map);
}
