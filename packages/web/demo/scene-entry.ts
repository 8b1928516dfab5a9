import type { EntryApi } from "@yonder/client";

const DAY = 24 * 60 * 60_000;

/** Passkeys that nobody has, and a device that comes after a while. */
export function sceneEntry(): EntryApi {
  let list = ["Chrome, Android", "Safari, macOS"].map((name, i) => ({
    id: name,
    name,
    createdAt: Date.now() - 90 * DAY,
    usedAt: Date.now() - i * 3 * DAY,
  }));
  let looks = 0;
  return {
    passkeys: async () => ({ hasPassword: true, list }),
    beginPasskey: async () => ({ challenge: "c", party: location.hostname, handle: "aGFuZGxl", known: [] }),
    addPasskey: async () => {},
    removePasskey: async (id) => {
      list = list.filter((one) => one.id !== id);
    },
    invite: async () => ({ secret: "BASVTLSJQJexk4x2bXL2Zg", seconds: 120 }),
    visitor: async () => (++looks > 1 ? "Chrome, Android" : undefined),
    approve: async () => {},
    admit: async () => {},
    cancel: async () => {},
  };
}
