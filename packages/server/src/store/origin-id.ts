/** Whether the id stands in the stanza, as its own or in an origin-id element (XEP-0359). */
export function isOriginOf(xml: string, originId: string): boolean {
  return idsIn(xml).includes(originId);
}

/** A hash of 1 … 2^53 - 1; 0 stands for no origin id. (cyrb53, public domain; what it finds is compared in full afterwards.) */
export function originHash(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0) || 1;
}

/** The values of all attributes named id. */
function idsIn(xml: string): string[] {
  return Array.from(xml.matchAll(/\sid\s*=\s*(?:'([^']*)'|"([^"]*)")/g), ([, one, other]) =>
    unescaped(one ?? other ?? ""),
  );
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi, (_, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? "";
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
