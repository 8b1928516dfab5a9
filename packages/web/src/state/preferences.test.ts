import { expect, test, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
});
const { prefer, preferences } = await import("./preferences.ts");

test("what another tab has changed is not changed back", () => {
  prefer({ theme: "dark", quiet: { from: 0, to: 60 } });
  const [[name = "", value = "{}"] = []] = kept;
  kept.set(name, JSON.stringify({ ...JSON.parse(value), hasSound: false, quiet: undefined }));
  prefer({ textSize: "large" });
  const { theme, textSize, hasSound, quiet } = preferences;
  expect({ theme, textSize, hasSound, quiet }).toEqual({ theme: "dark", textSize: "large", hasSound: false });
});

test("where nothing can be kept, it holds as long as the page", () => {
  prefer({ theme: "dark" });
  kept.clear();
  prefer({ textSize: "small" });
  expect(preferences.theme).toBe("dark");
});
