import type { Message, MessageState, SharedFile } from "@yonder/client";

interface Sent {
  readonly minutesAgo: number;
  readonly body?: string;
  readonly own?: MessageState;
  readonly file: SharedFile;
}

export const picture = (
  name: string,
  width: number,
  height: number,
  hue: number,
  url = draw(width, height, hue),
): SharedFile => ({
  url,
  name,
  type: "image/jpeg",
  width,
  height,
  size: width * height,
});

const WAVEFORM = Array.from({ length: 60 }, (_, i) => Math.abs(Math.sin(i * 0.9) * Math.sin(i * 0.13)) * 0.9 + 0.05);

/** Photos of each shape, files, voices: there, on their way, and gone. */
const SENT: readonly Sent[] = [
  { minutesAgo: 60, file: picture("stamp.png", 160, 120, 30) },
  { minutesAgo: 58, own: "read", file: picture("smallest.png", 24, 24, 120) },
  {
    minutesAgo: 55,
    file: picture("tower.jpg", 600, 2400, 210),
    body: "The whole tower, from the car park to the dome",
  },
  { minutesAgo: 50, own: "read", file: picture("panorama.jpg", 4000, 700, 240) },
  { minutesAgo: 45, file: picture("IMG_2026.jpg", 1600, 1200, 20), body: "Last night, from the ridge" },
  { minutesAgo: 44, own: "read", file: picture("portrait.jpg", 1200, 1600, 280) },
  { minutesAgo: 40, file: picture("gone.jpg", 1600, 1000, 0, `${location.origin}/gone.png`) },
  {
    minutesAgo: 30,
    file: {
      url: `${location.origin}/film.mp4`,
      name: "meteor.mp4",
      type: "video/mp4",
      width: 1280,
      height: 720,
      size: 9e6,
    },
  },
  {
    minutesAgo: 26,
    file: {
      url: `${location.origin}/voice.ogg`,
      name: "voice.ogg",
      type: "audio/ogg",
      duration: 42,
      waveform: WAVEFORM,
      size: 90_000,
    },
  },
  {
    minutesAgo: 24,
    own: "read",
    file: {
      url: `${location.origin}/voice.ogg`,
      name: "voice.ogg",
      type: "audio/ogg",
      duration: 7,
      waveform: WAVEFORM,
      size: 20_000,
    },
  },
  {
    minutesAgo: 22,
    file: {
      url: `${location.origin}/owl.mp3`,
      name: "Waldkauz-am-Ostturm-2026-11-20.mp3",
      type: "audio/mpeg",
      duration: 187,
      size: 3e6,
    },
  },
  {
    minutesAgo: 20,
    body: "With the steps to the dome",
    file: { url: `${location.origin}/a.pdf`, name: "Hüttenplan-2026.pdf", type: "application/pdf", size: 1_200_000 },
  },
  {
    minutesAgo: 16,
    file: {
      url: "https://files.elsewhere.example/photo.jpg",
      name: "photo.jpg",
      type: "image/jpeg",
      width: 80,
      height: 60,
    },
  },
  {
    minutesAgo: 14,
    own: "waiting",
    file: {
      url: "",
      name: "Plakat-Offene-Nacht-am-Huegel-final.pdf",
      type: "application/pdf",
      size: 8_400_000,
      progress: 0.37,
    },
  },
  { minutesAgo: 13, own: "waiting", file: { ...picture("ridge.jpg", 1600, 1000, 200, ""), progress: 0.6 } },
];

export const mediaOf = (peer: string, evening: number): readonly Message[] =>
  SENT.map(({ minutesAgo, body = "", own, file }, index) => ({
    key: `media-${index}`,
    id: `media-${index}`,
    peer,
    isOwn: own !== undefined,
    body,
    place: evening - minutesAgo * 60_000,
    at: evening - minutesAgo * 60_000,
    state: own ?? "reached",
    file,
  }));

/** A hill under a sky, as a picture on the page. */
function draw(width: number, height: number, hue: number): string {
  const ridge = (top: number, light: number) =>
    `<path fill="hsl(${hue} 40% ${light}%)" d="M0 ${height}V${height * top}Q${width / 4} ${height * (top - 0.2)} ${width / 2} ${height * top}T${width} ${height * top}V${height}Z"/>`;
  const sky = `<linearGradient id="s" x2="0" y2="1"><stop stop-color="hsl(${hue} 50% 35%)"/><stop offset="1" stop-color="#fbd9a8"/></linearGradient>`;
  const sun = `<circle cx="${width * 0.7}" cy="${height * 0.45}" r="${Math.min(width, height) / 9}" fill="#ffe9c0"/>`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${sky}<rect width="100%" height="100%" fill="url(#s)"/>${sun}${ridge(0.7, 40)}${ridge(0.85, 25)}</svg>`;
  return URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
}
