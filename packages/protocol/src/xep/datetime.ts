// XEP-0082 §3.2: CCYY-MM-DDThh:mm:ss[.sss]TZD
const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A moment as XMPP writes it, in UTC, with milliseconds unless they are zero. */
export function formatDateTime(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

/** The moment that a text in XEP-0082's DateTime profile names; `undefined` for any other text. */
export function parseDateTime(text: string): Date | undefined {
  const found = DATE_TIME.exec(text);
  if (found === null) return undefined;
  const [, day = "", time = "", fraction = "", zone = ""] = found;
  if (!isCalendarDay(day)) return undefined;
  const date = new Date(`${day}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `Date` would take 31 April for 1 May. */
function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
