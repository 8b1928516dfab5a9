/** Dates and numbers in one language, all through Intl. Times are milliseconds since 1970. */
export interface Formats {
  /** 21:07 */
  time(at: number): string;
  /** In the list: the time today, the weekday within a week, else the date. */
  short(at: number, now: number): string;
  /** Over a day's messages: Today, Yesterday, Friday, 20 November. */
  day(at: number, now: number): string;
  /** Date and time in full, for those who hover or listen. */
  full(at: number): string;
  number(value: number): string;
  /** 8s */
  seconds(value: number): string;
  /** A, B and C */
  list(items: readonly string[]): string;
}

export function createFormats(locale: string): Formats {
  const tag = withNumerals(locale);
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options);
  const time = date({ timeStyle: "short" });
  const weekday = date({ weekday: "short" });
  const thisYear = date({ day: "numeric", month: "short" });
  const otherYear = date({ dateStyle: "short" });
  const longDay = date({ weekday: "long", day: "numeric", month: "long" });
  const longDate = date({ dateStyle: "full" });
  const full = date({ dateStyle: "full", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const number = new Intl.NumberFormat(tag);
  const seconds = new Intl.NumberFormat(tag, { style: "unit", unit: "second", unitDisplay: "narrow" });
  const list = new Intl.ListFormat(tag, { type: "conjunction" });
  const nearDay = (days: number) => capital(relative.format(-days, "day"), tag);
  return {
    time: (at) => time.format(at),
    short(at, now) {
      const days = daysBetween(at, now);
      if (days <= 0) return time.format(at);
      if (days === 1) return nearDay(1);
      if (days < 7) return weekday.format(at);
      return (isSameYear(at, now) ? thisYear : otherYear).format(at);
    },
    day(at, now) {
      const days = daysBetween(at, now);
      if (days === 0 || days === 1) return nearDay(days);
      return (isSameYear(at, now) ? longDay : longDate).format(at);
    },
    full: (at) => full.format(at),
    number: (value) => number.format(value),
    seconds: (value) => seconds.format(value),
    list: (items) => list.format(items),
  };
}

/** Calendar days from one moment to the other, in the reader's own time zone. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / 86_400_000);
}

export function startOfDay(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

function isSameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

/** Plain "ar" is read with Arabic-Indic digits; a region decides for itself. */
export function withNumerals(locale: string): string {
  return locale === "ar" ? "ar-u-nu-arab" : locale;
}

function capital(text: string, locale: string): string {
  const [first = ""] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}
