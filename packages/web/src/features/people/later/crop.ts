/** Which square of a picture is shown: its middle in the picture's own pixels, and how much it is enlarged. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  /** 1: the whole of the shorter side. */
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MAX_ZOOM = 4;

export function middleOf({ width, height }: Size): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

/** Pixels of the picture on each side of the square. */
export function sideOf({ width, height }: Size, { zoom }: Crop): number {
  return Math.min(width, height) / zoom;
}

/** The nearest crop that has nothing but picture in it. */
export function within(size: Size, { x, y, zoom }: Crop): Crop {
  const fitting = Math.min(Math.max(zoom, 1), MAX_ZOOM);
  const half = sideOf(size, { x, y, zoom: fitting }) / 2;
  const clamp = (value: number, length: number) => Math.min(Math.max(value, half), length - half);
  return { x: clamp(x, size.width), y: clamp(y, size.height), zoom: fitting };
}
