const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time as people say it: 10.6 ms, 2.4 s, 5 min, 3 h, 2 days. */
export function timeText(milliseconds: number, tag: string): string {
  const [value, unit, digits] = inUnit(milliseconds);
  return new Intl.NumberFormat(tag, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);
}

/** With hours and minutes: 3 h 12 min. */
export function spanText(milliseconds: number, tag: string): string {
  const part = (value: number, unit: string) =>
    new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return part(Math.max(1, Math.floor(milliseconds / SECOND)), "second");
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return part(minutes, "minute");
  const rest = minutes % 60;
  return rest === 0 ? part(hours, "hour") : `${part(hours, "hour")} ${part(rest, "minute")}`;
}

/** The number alone, where there is room for no more. */
export function millisecondsText(milliseconds: number, tag: string): string {
  if (milliseconds >= SECOND) return timeText(milliseconds, tag);
  return new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(milliseconds);
}

function inUnit(milliseconds: number): [value: number, unit: string, digits: number] {
  if (milliseconds < SECOND) return [milliseconds, "millisecond", 1];
  if (milliseconds < MINUTE) return [milliseconds / SECOND, "second", 1];
  if (milliseconds < HOUR) return [milliseconds / MINUTE, "minute", 0];
  return milliseconds < DAY ? [milliseconds / HOUR, "hour", 0] : [milliseconds / DAY, "day", 0];
}
