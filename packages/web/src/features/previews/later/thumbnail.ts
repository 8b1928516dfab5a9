/** Pixels of each side, and characters: it goes with the message, and is kept with it. */
const SIDE = 160;
const MOST = 12_000;

/** The middle of a picture, small: undefined when this browser cannot read it. Nothing else of the picture is left in it. */
export async function thumbnailOf(data: string): Promise<string | undefined> {
  try {
    const picture = await createImageBitmap(blobOf(data));
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    const context = canvas.getContext("2d");
    if (!context) return undefined;
    const side = Math.min(picture.width, picture.height);
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    // What can be seen through is seen on white, as pages are.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SIDE, SIDE);
    context.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
    picture.close();
    const small = [0.75, 0.5, 0.3].map((quality) => canvas.toDataURL("image/jpeg", quality));
    return small.find((text) => text.length <= MOST);
  } catch {
    return undefined;
  }
}

function blobOf(data: string): Blob {
  const [head = "", text = ""] = data.split(",");
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([\w/+.-]+)/.exec(head)?.[1] ?? "" });
}

/** Pictures of points alone, as data, and no more than a small one needs. */
const SHOWN = /^data:image\/(?:jpeg|png|webp|gif);base64,[A-Za-z0-9+/=]{1,32768}$/;

/** A picture that others send, if it is one to be shown. */
export function shownPicture(data: string | undefined): string | undefined {
  return data !== undefined && SHOWN.test(data) ? data : undefined;
}
