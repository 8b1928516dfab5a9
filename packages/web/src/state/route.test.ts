import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("location", { hash: "" });
const { formatRoute, parentOf, parseRoute } = await import("./route.ts");

describe("a place in the app", () => {
  it.each([
    "#/",
    "#/chat/amina@hillside.example",
    "#/chat/amina@hillside.example/details",
    "#/chat/%D0%B6%2Fx@hillside.example",
    "#/settings",
    "#/settings/look",
  ])("%s is read and written alike", (fragment) => {
    expect(formatRoute(parseRoute(fragment))).toBe(fragment);
  });

  it.each(["", "#", "#/nowhere", "#/chat/", "#/settings/nowhere", "#/chat/%zz"])(
    "%s leads somewhere all the same",
    (fragment) => {
      expect(() => formatRoute(parseRoute(fragment))).not.toThrow();
    },
  );

  it("knows a new device by its key, and by what it calls itself", () => {
    const device = { key: "yVJT", name: "Firefox, Linux" };
    expect(parseRoute("#/add/yVJT/Firefox%2C%20Linux")).toEqual({ pane: "list", device });
    expect(parseRoute(`#/add/yVJT/${"x".repeat(99)}`)).toMatchObject({ device: { name: "x".repeat(60) } });
  });

  it("knows the way up", () => {
    expect(parentOf(parseRoute("#/chat/a@b/details"))).toEqual({ pane: "chat", peer: "a@b", hasDetails: false });
    expect(parentOf(parseRoute("#/chat/a@b"))).toEqual({ pane: "list" });
    expect(parentOf(parseRoute("#/settings/look"))).toEqual({ pane: "settings", section: undefined });
  });
});
