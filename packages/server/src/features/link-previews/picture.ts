import { NotVisited, type Reach, visit, type Wanted } from "./visit.ts";

/** Larger ones are not shown: the answer is to be no larger than a stanza may be. The sender's browser makes a small one of it. */
const MAX_BYTES = 180_000;

/** Pictures that are nothing but points; drawings may hold more than that. */
const SIGNATURES: readonly (readonly [type: string, isOne: (body: Buffer) => boolean])[] = [
  ["image/jpeg", (body) => body.readUIntBE(0, 3) === 0xffd8ff],
  ["image/png", (body) => body.readUInt32BE(0) === 0x89504e47],
  ["image/gif", (body) => body.toString("latin1", 0, 4) === "GIF8"],
  ["image/webp", (body) => body.toString("latin1", 0, 4) === "RIFF" && body.toString("latin1", 8, 12) === "WEBP"],
];

const WANTED: Wanted = {
  accept: "image/webp, image/jpeg, image/png, image/gif",
  types: SIGNATURES.map(([type]) => type),
  bytes: MAX_BYTES,
};

/** The picture at an address, as a data URI. Throws what `visit` throws. */
export async function pictureAt(url: URL, reach: Reach, signal: AbortSignal): Promise<string> {
  const { body, isWhole } = await visit(url, WANTED, reach, signal);
  const type = body.length < 12 ? undefined : SIGNATURES.find(([, isOne]) => isOne(body))?.[0];
  if (!isWhole || type === undefined) throw new NotVisited("no picture, or too large a one");
  return `data:${type};base64,${body.toString("base64")}`;
}
