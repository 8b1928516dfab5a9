import type { NewFile } from "@yonder/client";

/** Pixels of the longer side of a photo that is made smaller, and of a preview. */
const SMALLER = 2_048;
const PREVIEW = 24;
/** Characters of the preview: it goes with the message. */
const MOST_PREVIEW = 3_000;
/** How long a film may take to show its first picture, ms. */
const PATIENCE = 4_000;

/** What is told of a file besides its bytes. */
export async function describe(file: File): Promise<NewFile> {
  const type = file.type.split(";")[0] || undefined;
  const known = { blob: file, name: file.name || "file", ...(type && { type }) };
  const family = type?.split("/")[0];
  try {
    if (family === "image" && type !== "image/svg+xml") return { ...known, ...(await lookAt(file)) };
    if (family === "video") return { ...known, ...(await watch(file)) };
    if (family === "audio") return { ...known, ...(await listen(file)) };
  } catch {
    // What this browser cannot read is sent as it is.
  }
  return known;
}

/** A photo with fewer pixels, and nothing in it of where and with what it was taken. */
export async function shrink(file: NewFile): Promise<NewFile> {
  const picture = await createImageBitmap(file.blob);
  const scale = Math.min(1, SMALLER / Math.max(picture.width, picture.height));
  const type = file.type === "image/png" ? "image/webp" : "image/jpeg";
  const blob = await draw(picture, scale, type, 0.85);
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  picture.close();
  const name = file.name.replace(/\.\w+$/, "") + (blob.type === "image/jpeg" ? ".jpg" : `.${blob.type.slice(6)}`);
  return { ...file, blob, type: blob.type, name, width, height };
}

type Seen = Pick<NewFile, "width" | "height" | "preview" | "duration">;

async function lookAt(file: Blob): Promise<Seen> {
  const picture = await createImageBitmap(file);
  const { width, height } = picture;
  const preview = await previewOf(picture, width, height);
  picture.close();
  return { width, height, ...(preview && { preview }) };
}

async function watch(file: Blob): Promise<Seen> {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  return load(video, file, "loadeddata", async () => {
    const { videoWidth: width, videoHeight: height, duration } = video;
    const preview = await previewOf(video, width, height);
    return { width, height, ...(Number.isFinite(duration) && { duration }), ...(preview && { preview }) };
  });
}

function listen(file: Blob): Promise<Seen> {
  const audio = document.createElement("audio");
  return load(audio, file, "loadedmetadata", async () =>
    Number.isFinite(audio.duration) ? { duration: audio.duration } : {},
  );
}

async function load(media: HTMLMediaElement, file: Blob, event: string, read: () => Promise<Seen>): Promise<Seen> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const url = URL.createObjectURL(file);
  const timer = setTimeout(reject, PATIENCE);
  media.addEventListener(event, () => resolve(), { once: true });
  media.addEventListener("error", reject, { once: true });
  media.src = url;
  try {
    await promise;
    return await read();
  } finally {
    clearTimeout(timer);
    media.removeAttribute("src");
    URL.revokeObjectURL(url);
  }
}

async function previewOf(picture: CanvasImageSource, width: number, height: number): Promise<string | undefined> {
  const blob = await draw({ picture, width, height }, PREVIEW / Math.max(width, height), "image/webp", 0.4);
  const text = btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  return text.length < MOST_PREVIEW ? `data:${blob.type};base64,${text}` : undefined;
}

type Drawn = ImageBitmap | { readonly picture: CanvasImageSource; readonly width: number; readonly height: number };

function draw(drawn: Drawn, scale: number, type: string, quality: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(drawn.width * scale));
  canvas.height = Math.max(1, Math.round(drawn.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.drawImage("picture" in drawn ? drawn.picture : drawn, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), type, quality),
  );
}
