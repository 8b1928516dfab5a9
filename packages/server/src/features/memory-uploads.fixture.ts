import type { NewUpload, Upload, UploadQuota, Uploads } from "../store/uploads.ts";

type Entry = NewUpload & { state: "slot" | "under-way" | "stored"; until: Date };

/** Uploads in memory, with the port's behaviour as far as features and pages use it. */
export function memoryUploads(now: () => number): Uploads {
  const entries = new Map<string, Entry>();
  const open = (id: string, state: Entry["state"]) => {
    const entry = entries.get(id);
    return entry?.state === state && entry.until.getTime() > now() ? entry : undefined;
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
    async begin(id, until) {
      const entry = open(id, "slot");
      if (entry) Object.assign(entry, { state: "under-way", until });
      return entry && shown(entry);
    },
    async giveUp(id, until) {
      const entry = entries.get(id);
      if (entry?.state === "under-way") Object.assign(entry, { state: "slot", until });
    },
    async complete(id) {
      const entry = open(id, "under-way");
      if (entry) Object.assign(entry, { state: "stored", until: entry.keptUntil });
      return entry !== undefined;
    },
    async find(id) {
      const entry = open(id, "stored");
      return entry && shown(entry);
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
