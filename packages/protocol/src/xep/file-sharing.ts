import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { parseCount } from "./numbers.ts";

/** A file that can be had at an address (XEP-0447), and what is told of it (XEP-0446). */
export interface FileSharing {
  readonly url: string;
  readonly name?: string | undefined;
  /** Media type. */
  readonly type?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  /** Pixels. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
  /** SHA-256, base64 (XEP-0300). */
  readonly hash?: string | undefined;
  /** A picture of a few bytes, as a data URI (XEP-0264). */
  readonly preview?: string | undefined;
  /** Loudness over time, each from 0 to 1: one byte each in base64, in a namespace of our own. */
  readonly waveform?: readonly number[] | undefined;
}

/** More than this is no preview, and no waveform. */
const PREVIEW_CHARACTERS = 4_000;
const WAVEFORM_BARS = 200;
const NAME_CHARACTERS = 255;
const URL_CHARACTERS = 4_000;
const MAX_PIXELS = 65_535;

/** The file that a message shares, if it says where that is. All of it is the sender's claim. */
export function fileSharingOf(message: Element): FileSharing | undefined {
  const sharing = message.child("file-sharing", NS.fileSharing);
  const file = sharing?.child("file", NS.fileMetadata);
  const sources = sharing?.child("sources")?.elements() ?? [];
  const url = sources.map((e) => (e.is("url-data", NS.urlData) ? webUrl(e.attr("target")) : undefined)).find(Boolean);
  if (!file || !url) return undefined;
  const count = (name: string, most?: number) => parseCount(file.childText(name), most) || undefined;
  const length = count("length");
  const hashes = file.elements().filter((e) => e.is("hash", NS.hashes) && e.attr("algo") === "sha-256");
  return {
    url,
    name: file.childText("name")?.slice(0, NAME_CHARACTERS) || undefined,
    type: mediaType(file.childText("media-type")),
    size: count("size"),
    width: count("width", MAX_PIXELS),
    height: count("height", MAX_PIXELS),
    duration: length && length / 1000,
    hash: hashes[0]?.text,
    preview: previewOf(file),
    waveform: unpacked(file.child("waveform", NS.waveform)?.text ?? ""),
  };
}

/** The address that a message gives out of band (XEP-0066 §3). */
export function outOfBandUrlOf(message: Element): string | undefined {
  return webUrl(message.child("x", NS.oob)?.childText("url"));
}

/** `<x/>`: the message is about what is at that address. */
export function outOfBand(url: string): Element {
  return xml("x", NS.oob, null, xml("url", NS.oob, null, url));
}

/** The address, if it is one of the web: without a user, who would be taken for the host. */
export function webUrl(text: string | undefined): string | undefined {
  return text && text.length <= URL_CHARACTERS && /^https?:\/\/[^\s/?#@\\]+(?:[/?#]|$)/.test(text) && URL.canParse(text)
    ? text
    : undefined;
}

function mediaType(text: string | undefined): string | undefined {
  return /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,100}/.exec(text ?? "")?.[0].toLowerCase();
}

/** Only what is a small picture itself: nothing is fetched for it. */
function previewOf(file: Element): string | undefined {
  const uris = file.elements().map((e) => (e.is("thumbnail", NS.thumbnails) ? (e.attr("uri") ?? "") : ""));
  return uris.find(
    (uri) => uri.length <= PREVIEW_CHARACTERS && /^data:image\/(?:jpeg|png|webp);base64,[\w+/]+=*$/.test(uri),
  );
}

function unpacked(text: string): readonly number[] | undefined {
  if (!/^[\w+/]{4,400}={0,2}$/.test(text) || text.length % 4 > 0) return undefined;
  return [...atob(text)].slice(0, WAVEFORM_BARS).map((character) => character.charCodeAt(0) / 255);
}
