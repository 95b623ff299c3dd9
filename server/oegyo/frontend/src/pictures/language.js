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

// What the marks of an axis at these numbers are called.
export function amounts(numbers) {
  const { format } = Math.max(...numbers.map(Math.abs)) < LARGE ? plain : large;
  return numbers.map((number) => format(number));
}

// The date of a cell as one or two short lines, as precise as it is given.
export function dateLines(raw) {
  const [year, month, day] = raw.slice(0, 10).split("-");
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  if (!month) return [YEAR.format(date)];
  return [(day ? DAY : MONTH).format(date), YEAR.format(date)];
}

// What the marks of an axis at these dates are called: years; or months or days, and below them the year when it begins.
export function dateLabels(days) {
  const parts = days.every((day) => day.getUTCDate() === 1) ? MONTH : DAY;
  if (parts === MONTH && days.every((day) => day.getUTCMonth() === 0)) return days.map((day) => [YEAR.format(day)]);
  const year = (day) => day?.getUTCFullYear();
  return days.map((day, place) =>
    year(day) === year(days[place - 1]) ? [parts.format(day)] : [parts.format(day), YEAR.format(day)],
  );
}
