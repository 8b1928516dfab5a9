/** A number as XML Schema's nonNegativeInteger writes it, up to `most`; `undefined` for any other text. */
export function parseCount(text: string | undefined, most: number = Number.MAX_SAFE_INTEGER): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}
