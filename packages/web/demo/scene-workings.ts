import type { Way, WorkingsApi } from "@yonder/client";
import { pause } from "./pause.ts";

/** What a page says of itself, with a picture that is drawn here. */
export const HUT = {
  about: "https://wetter.example/huegel",
  title: "Weather on the hill: clear until midnight",
  description:
    "Wind from the west, 12 km/h. Frost on the ridge from two in the morning, and stars all the way down to the horizon.",
  siteName: "Hillside weather",
};

const THERE_AND_BACK: Way = {
  to: "bob@hillside.example",
  node: "north-2",
  state: "reached",
  stored: { at: 1.8 },
  lookedUp: { at: 1.9, took: 0.1 },
  handed: { at: 2.5, node: "harbour-1", isSame: false },
  acknowledged: { at: 21.1, device: "app" },
  reached: { at: 21.4 },
};

/** By scene. */
const WAYS: Readonly<Record<string, Way>> = {
  "way-away": { ...pick("stored", "lookedUp"), state: "kept" },
  "way-stranger": pick("stored", "reached"),
  "way-group": { ...pick(), state: undefined, kept: { at: 3.1, node: "harbour-1", isSame: false } },
  "way-here": { ...THERE_AND_BACK, handed: { at: 2, node: "north-2", isSame: true } },
};

function pick(...names: readonly ("stored" | "lookedUp" | "reached")[]): Way {
  const { to, node, state } = THERE_AND_BACK;
  return { to, node, state, ...Object.fromEntries(names.map((name) => [name, THERE_AND_BACK[name]])) };
}

/** The weather page knows what to say; and every message took the same way. */
export const sceneWorkings: WorkingsApi = {
  async previewOf(url) {
    await pause(200);
    if (!url.startsWith("https://wetter.example/")) throw new Error("there is nothing to be had");
    return { ...HUT, about: url, image: hills() };
  },
  wayOf: async () => WAYS[new URLSearchParams(location.search).get("scene") ?? ""] ?? THERE_AND_BACK,
  line: async () => ({
    kind: "websocket",
    isEncrypted: true,
    since: Date.now() - 192 * 60_000,
    breaks: 2,
    roundTrip: 21.2,
  }),
};

export function hills(): string {
  const canvas = document.createElement("canvas");
  canvas.width = 320;
  canvas.height = 200;
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.fillStyle = "#9cc4d4";
  context.fillRect(0, 0, 320, 200);
  context.fillStyle = "#ef9c62";
  context.arc(160, 140, 44, 0, 7);
  context.fill();
  context.fillStyle = "#1d4a58";
  context.fillRect(0, 140, 320, 60);
  return canvas.toDataURL("image/jpeg");
}
