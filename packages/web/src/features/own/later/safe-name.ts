const LONGEST = 100;

/** Names of files that every system takes, each given once, whatever its case. */
export function createNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const safe = safeName(wanted);
    let name = safe;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${safe} ${count}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** Letters and digits of any script, and what stands in addresses; no way out of the folder, and no device's name. */
function safeName(wanted: string): string {
  const kept = wanted
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}@._+ -]/gu, "_")
    .slice(0, LONGEST)
    .replace(/^[. ]+|[. ]+$/g, "");
  return /^(?:con|prn|aux|nul|com\d|lpt\d)?(?:\.|$)/i.test(kept) ? `_${kept}` : kept;
}
