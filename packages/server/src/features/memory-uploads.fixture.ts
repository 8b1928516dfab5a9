import type { NewUpload, Upload, UploadQuota, Uploads } from "../store/uploads.ts";

type State = "slot" | "under-way" | "wanted" | "stored";
type Entry = NewUpload & { state: State; until: Date; holder?: string; heldUntil?: Date };

/** Uploads in memory, with the port's behaviour as far as features and pages use it. */
export function memoryUploads(now: () => number): Uploads {
  const entries = new Map<string, Entry>();
  const open = (id: string) => {
    const entry = entries.get(id);
    return entry && entry.until.getTime() > now() ? entry : undefined;
  };
  const isFree = ({ state, heldUntil }: Entry) =>
    state === "slot" || (state !== "stored" && (heldUntil?.getTime() ?? 0) <= now());
  const heldBy = (id: string, holder: string) => {
    const entry = entries.get(id);
    return entry?.holder === holder && ["under-way", "wanted"].includes(entry.state) ? entry : undefined;
  };
  return {
    async reserve(upload: NewUpload, { bytes, files }: UploadQuota) {
      const own = [...entries.values()].filter(({ owner, until }) => owner === upload.owner && until.getTime() > now());
      const size = own.reduce((sum, it) => sum + it.size, upload.size);
      const [first] = own.map(({ until }) => until).toSorted((a, b) => a.getTime() - b.getTime());
      if (own.length >= files || size > bytes) return { kind: "full", retryAt: first ?? new Date(now()) };
      entries.set(upload.id, { ...upload, state: "slot", until: upload.slotUntil });
      return { kind: "reserved" };
    },
    async begin(id, hold, until) {
      const entry = open(id);
      if (!entry || !isFree(entry)) return undefined;
      Object.assign(entry, { state: "under-way", holder: hold.holder, heldUntil: hold.until, until });
      return shown(entry);
    },
    async prolong(id, { holder, until }) {
      const entry = heldBy(id, holder);
      if (entry?.state !== "under-way") return false;
      entry.heldUntil = until;
      return true;
    },
    async giveUp(id, holder, until) {
      const entry = heldBy(id, holder);
      if (entry) Object.assign(entry, { state: "slot", until: earlier(until, entry.keptUntil) });
    },
    async complete(id, holder) {
      const entry = open(id) && heldBy(id, holder);
      if (entry) Object.assign(entry, { state: "stored", until: entry.keptUntil });
      return entry !== undefined;
    },
    async slot(id) {
      const entry = open(id);
      if (!entry) return undefined;
      const { state, size, until } = entry;
      const unfinished = isFree(entry) ? "free" : "held";
      return { state: state === "stored" ? state : unfinished, size, expiresAt: until };
    },
    async want(id) {
      const entry = open(id);
      if (entry?.state === "under-way") entry.state = "wanted";
    },
    async find(id) {
      const entry = open(id);
      return entry?.state === "stored" ? shown(entry) : undefined;
    },
    async expired(before) {
      return [...entries.values()].filter(({ until }) => until <= before).map(({ id }) => id);
    },
    async forget(ids) {
      for (const id of ids) entries.delete(id);
    },
  };
}

function shown({ id, name, type, size, until }: Entry): Upload {
  return { id, name, type, size, expiresAt: until };
}

function earlier(a: Date, b: Date): Date {
  return a.getTime() < b.getTime() ? a : b;
}
