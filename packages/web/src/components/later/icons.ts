/** The icons that no first screen has, one path each on a grid of 24. */
const PATHS = {
  bell: "M7 10a5 5 0 0 1 10 0c0 4 2 6 2 6H5s2-2 2-6M10 19.5a2.2 2.2 0 0 0 4 0",
  device:
    "M5 5h9a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-9a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2zM7 18.5h5M17.5 9.5h2a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1 -1.5 1.5h-2a1.5 1.5 0 0 1 -1.5 -1.5v-7a1.5 1.5 0 0 1 1.5 -1.5z",
  lock: "M8 10.5h8a2.5 2.5 0 0 1 2.5 2.5v4a2.5 2.5 0 0 1 -2.5 2.5h-8a2.5 2.5 0 0 1 -2.5 -2.5v-4a2.5 2.5 0 0 1 2.5 -2.5zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5",
  key: "M4 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M12 12h8.5M17.5 12v3.5",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  next: "M9 5l7 7-7 7",
  out: "M14 4.5H7A2.5 2.5 0 0 0 4.5 7v10A2.5 2.5 0 0 0 7 19.5h7M10.5 12h10M17 8.5l3.5 3.5-3.5 3.5",
  sun: "M8.3 12a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0 -7.4 0M12 3.5V5M12 19v1.5M3.5 12H5M19 12h1.5M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1",
  way: "M3 16a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M17 16a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M6.2 14C8.5 8 15.5 8 17.8 14",
  file: "M7 3.5h6.5L18.5 8.5V18a2.5 2.5 0 0 1-2.5 2.5H8A2.5 2.5 0 0 1 5.5 18V5A1.5 1.5 0 0 1 7 3.5zM13.5 3.5V8.5H18.5",
  smile:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9 9.8v.4M15 9.8v.4M8.4 14c.8 1.3 2.1 2.1 3.6 2.1s2.8-.8 3.6-2.1",
  reply: "M9.5 7 4.5 12l5 5M4.5 12H14a5.5 5.5 0 0 1 5.5 5.5V19",
  onward: "M14.5 7l5 5-5 5M19.5 12H10a5.5 5.5 0 0 0-5.5 5.5V19",
  more: "M6 12h.02M12 12h.02M18 12h.02",
  choose: "M4.5 6.5l1.5 1.5 2.5-3M4.5 15.5l1.5 1.5 2.5-3M12 7h7.5M12 16h7.5",
  clip: "M18.5 11.5l-6.8 6.8a4.2 4.2 0 0 1-6-6l7.3-7.3a2.8 2.8 0 0 1 4 4l-7.2 7.2a1.4 1.4 0 0 1-2-2l6.3-6.3",
  mic: "M12 4a2.8 2.8 0 0 0-2.8 2.8v4.7a2.8 2.8 0 0 0 5.6 0V6.8A2.8 2.8 0 0 0 12 4M6 11.5a6 6 0 0 0 12 0M12 17.5v3",
  play: "M8.5 5.8v12.4a.8.8 0 0 0 1.2.7l9.6-6.2a.8.8 0 0 0 0-1.4L9.7 5.1a.8.8 0 0 0-1.2.7z",
  pause: "M7.5 5.5h3v13h-3zM13.5 5.5h3v13h-3z",
  save: "M12 4.5v10M7 10.5l5 5 5-5M5 19.5h14",
  pin: "M9 4h6l-.7 6 3.2 3.5h-11L9.7 10zM12 13.5V20",
  archive: "M4 5h16v4H4zM5.5 9v8a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2V9M10 12.5h4",
  mark: "M12 20a8 8 0 1 1 8-8M17 5.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  up: "M12 19V6M6 11.5l6-6 6 6",
  day: "M6.5 5.5h11a2.5 2.5 0 0 1 2.5 2.5v9a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17V8a2.5 2.5 0 0 1 2.5-2.5zM4 10h16M8.5 3.5v4M15.5 3.5v4",
  zoom: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M20 20l-4.3-4.3M8.5 11h5M11 8.5v5",
} as const;

export type LaterIconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

/** A second sprite beside the page's own: what asks for one of these icons is drawn as soon as it is there. */
const sprite = create("svg", { class: "sprite", width: "0", height: "0", "aria-hidden": "true" });
for (const [name, d] of Object.entries(PATHS)) {
  const symbol = create("symbol", { id: `i-${name}`, viewBox: "0 0 24 24" });
  symbol.append(create("path", { d }));
  sprite.append(symbol);
}
document.body.append(sprite);

function create(name: string, attributes: Readonly<Record<string, string>>): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
