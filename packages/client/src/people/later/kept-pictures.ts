/** The part of the browser's cache that is used; there is none without HTTPS, nor in Node. */
interface Kept {
  match(key: string): Promise<{ text(): Promise<string> } | undefined>;
  put(key: string, value: unknown): Promise<void>;
  keys(): Promise<readonly unknown[]>;
  delete(key: unknown): Promise<boolean>;
}

interface Page {
  readonly caches?: { open(name: string): Promise<Kept>; delete(name: string): Promise<boolean> };
}

const NAME = "yonder-pictures";
/** Pictures on this device: the oldest goes first. */
const MAX_PICTURES = 500;

export async function readKept(hash: string): Promise<string | undefined> {
  return (await (await open())?.match(keyOf(hash)))?.text();
}

export async function writeKept(hash: string, data: string): Promise<void> {
  const kept = await open();
  await kept?.put(keyOf(hash), new Response(data));
  const keys = (await kept?.keys()) ?? [];
  for (const key of keys.slice(0, Math.max(0, keys.length - MAX_PICTURES))) await kept?.delete(key);
}

export async function removeKept(): Promise<void> {
  await (globalThis as Page).caches?.delete(NAME);
}

async function open(): Promise<Kept | undefined> {
  return (globalThis as Page).caches?.open(NAME);
}

function keyOf(hash: string): string {
  return `/-/picture/${encodeURIComponent(hash)}`;
}
