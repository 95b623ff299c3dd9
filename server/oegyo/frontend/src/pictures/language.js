// Numbers and dates as the language of the page writes them.
const page = document.documentElement.lang || "en";
const locale = page === "en" ? "en-GB" : page; // on English pages too, the day stands before the month
const LARGE = 1e6; // from here on, an axis says millions in words

const plain = new Intl.NumberFormat(locale);
const large = new Intl.NumberFormat(locale, { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 4 });

const dates = (parts) => new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" });
const YEAR = dates({ year: "numeric" });
const MONTH = dates({ month: "short" });
const DAY = dates({ month: "short", day: "numeric" });

export function amount(number) {
  return plain.format(number);
}

// How the marks of an axis that goes to `most` are called.
export function amountsUpTo(most) {
  const { format } = most < LARGE ? plain : large;
  return (number) => format(number);
}

// The date of a cell as one or two short lines, as precise as it is given.
export function dateLines(raw) {
  const [year, month, day] = raw.slice(0, 10).split("-");
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  if (!month) return [YEAR.format(date)];
  return [(day ? DAY : MONTH).format(date), YEAR.format(date)];
}

// What the mark of an axis is called that is at `place` among `days`: a year; or a month or a day, and below it the year
// when it begins.
export function dateLabel(day, place, days) {
  const parts = days.every((one) => one.getUTCDate() === 1) ? MONTH : DAY;
  if (parts === MONTH && days.every((one) => one.getUTCMonth() === 0)) return YEAR.format(day);
  const again = place > 0 && day.getUTCFullYear() === days[place - 1].getUTCFullYear();
  return again ? parts.format(day) : `${parts.format(day)}\n${YEAR.format(day)}`;
}
