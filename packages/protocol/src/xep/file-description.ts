import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import type { FileSharing } from "./file-sharing.ts";

/** `<file-sharing/>` with the one source that it has. */
export function fileSharing({ url, preview, hash, waveform, duration, ...file }: FileSharing): Element {
  const told = (name: string, value: string | number | undefined) =>
    value === undefined ? undefined : xml(name, NS.fileMetadata, null, String(value));
  const isSeen = /^(?:image|video|audio)\//.test(file.type ?? "");
  return xml(
    "file-sharing",
    NS.fileSharing,
    { disposition: isSeen ? "inline" : "attachment" },
    xml(
      "file",
      NS.fileMetadata,
      null,
      told("media-type", file.type),
      told("name", file.name),
      told("size", file.size),
      told("width", file.width),
      told("height", file.height),
      told("length", duration === undefined ? undefined : Math.round(duration * 1000)),
      hash === undefined ? undefined : xml("hash", NS.hashes, { algo: "sha-256" }, hash),
      preview === undefined ? undefined : xml("thumbnail", NS.thumbnails, { uri: preview }),
      waveform && xml("waveform", NS.waveform, null, packed(waveform)),
    ),
    xml("sources", NS.fileSharing, null, xml("url-data", NS.urlData, { target: url })),
  );
}

function packed(waveform: readonly number[]): string {
  return btoa(String.fromCharCode(...waveform.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 255))));
}
