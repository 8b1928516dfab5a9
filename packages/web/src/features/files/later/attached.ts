import type { Attachment, EngineApi, NewFile } from "@yonder/client";
import { createRoot, createSignal } from "solid-js";
import { kindOf } from "../file-kind.ts";
import { keepLocal } from "./local.ts";
import { describe, shrink } from "./pictures.ts";

/** A file that is about to be sent. */
export interface Attached {
  /** By which the engine keeps it. */
  readonly key: string;
  readonly file: File;
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
/** Keys of all that was ever attached on this page. */
const seen = new Set<string>();
/** Keys of what the engine keeps, or kept. */
const stored = new Set<string>();
const watched = new WeakSet<EngineApi>();

/** Photos are made smaller before they are sent. */
export { isSmaller, limit, setSmaller };

export function attachedTo(peer: string): readonly Attached[] {
  return all().get(peer) ?? [];
}

/** Puts files above the composer. */
export function attach(engine: EngineApi, peer: string, files: Iterable<File>): void {
  const added = [...files]
    .slice(0, MOST - attachedTo(peer).length)
    .map((file) => toAttached(crypto.randomUUID(), file));
  for (const { key, file } of added) engine.files.attach(peer, { key, name: file.name, blob: file });
  show(engine, peer, added);
}

/** Shows what the engine keeps: what was attached before the page was loaded, or in another tab, and not what was sent there. */
export async function takeUp(engine: EngineApi, peer: string, kept: readonly Attachment[]): Promise<void> {
  const isKept = (key: string) => kept.some((one) => one.key === key);
  for (const { key } of attachedTo(peer)) if (stored.has(key) && !isKept(key)) hide(peer, key);
  const missing = kept.filter(({ key }) => !seen.has(key));
  for (const { key } of kept) stored.add(key);
  for (const { key } of missing) seen.add(key);
  const found = await Promise.all(missing.map((one) => fileOf(engine, peer, one)));
  const files = found.flatMap((one) => one ?? []);
  show(engine, peer, files);
}

async function fileOf(engine: EngineApi, peer: string, { key, name, type }: Attachment): Promise<Attached | undefined> {
  const blob = await engine.files.blob(key).catch(() => undefined);
  if (blob) return toAttached(key, new File([blob], name, { type }));
  // It was not stored before its page was closed.
  engine.files.detach(peer, key);
  return undefined;
}

function show(engine: EngineApi, peer: string, added: readonly Attached[]): void {
  if (added.length === 0) return;
  watch(engine);
  change(peer, [...attachedTo(peer), ...added]);
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

/** Whoever signs in next finds none of it. */
function watch(engine: EngineApi): void {
  if (watched.has(engine)) return;
  watched.add(engine);
  engine.on("cleared", () => {
    for (const [peer, items] of all()) for (const { key } of items) hide(peer, key);
  });
}

export function detach(engine: EngineApi, peer: string, key: string): void {
  hide(peer, key);
  engine.files.detach(peer, key);
}

function hide(peer: string, key: string): void {
  const [gone] = attachedTo(peer).filter((one) => one.key === key);
  if (gone?.url) URL.revokeObjectURL(gone.url);
  change(
    peer,
    attachedTo(peer).filter((one) => one.key !== key),
  );
}

/** Sends what is attached, and the text with the last of it, which is the draft until then. @returns whether something was attached that can be sent */
export function sendAttached(engine: EngineApi, peer: string, text: string, reply: string | undefined): boolean {
  const due = attachedTo(peer).filter(({ isTooLarge }) => !isTooLarge);
  if (due.length === 0) return false;
  for (const { key } of due) hide(peer, key);
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
  for (const [index, { key, ready }] of due.entries()) {
    const told = await ready;
    // What this browser cannot read goes as it is.
    const file = isSmall && kindOf(told) === "image" ? await shrink(told).catch(() => told) : told;
    const options = index === 0 && reply !== undefined ? { reply } : {};
    sendFile(engine, peer, file, index === due.length - 1 ? text : "", options);
    engine.files.detach(peer, key);
  }
  const draft = engine.conversations.find((one) => one.peer === peer)?.draft ?? "";
  if (draft.trim() === text.trim()) engine.setDraft(peer, "");
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

function toAttached(key: string, file: File): Attached {
  seen.add(key);
  const isPicture = kindOf(file) === "image";
  return {
    key,
    file,
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
