/** Pixels of a group's picture on each side: as large as it is ever shown. */
const SIZE = 192;

/** The middle of a picture as a small square, as a `data:` URL. Rejects for what is no picture. */
export async function readPicture(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, SIZE, SIZE);
  picture.close();
  // XEP-0153 §3: what every client shows.
  return canvas.toDataURL("image/jpeg", 0.85);
}
