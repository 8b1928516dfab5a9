import { numberLocale } from "../../../i18n/index.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** 8.4 MB, in the page's language. */
export function bytes(count: number): string {
  const power = Math.min(UNITS.length - 1, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3));
  return unit(UNITS[power] ?? "byte", power > 1 ? 1 : 0).format(count / 1000 ** power);
}

/** 0:42 */
export function minutes(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const digits = (value: number, least: number) =>
    new Intl.NumberFormat(numberLocale(), { minimumIntegerDigits: least }).format(value);
  return `${digits(Math.floor(whole / 60), 1)}:${digits(whole % 60, 2)}`;
}

/** The end of a name that is never cut off: its ending, and a little before. */
export function splitName(name: string): readonly [start: string, end: string] {
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && name.length - dot <= 8 ? name.length - dot : 0;
  const kept = ending + 6;
  return name.length <= kept + 6 ? [name, ""] : [name.slice(0, -kept), name.slice(-kept)];
}

function unit(name: string, fraction: number): Intl.NumberFormat {
  return new Intl.NumberFormat(numberLocale(), {
    style: "unit",
    unit: name,
    unitDisplay: "short",
    maximumFractionDigits: fraction,
  });
}
