// What pictures of tables say of dates and amounts, in the language of the page. Run with `node --test tests/frontend`.
import assert from "node:assert/strict";
import { test } from "node:test";

const PICTURES = "../../server/oegyo/frontend/src/pictures";
const { day, dayAfter } = await import(`${PICTURES}/table.js`);

// The module as a page in this language has it.
async function on(lang) {
  globalThis.document = { documentElement: { lang } };
  return import(`${PICTURES}/language.js?${lang}`);
}

const MARKS = {
  en: { months: ["Nov\n1991", "Dec", "Jan\n1992"], years: ["1991", "1992"] },
  ko: { months: ["11월\n1991년", "12월", "1월\n1992년"], years: ["1991년", "1992년"] },
  vi: { months: ["Tháng 11\n1991", "Tháng 12", "Tháng 1\n1992"], years: ["1991", "1992"] },
};
for (const [lang, { months, years }] of Object.entries(MARKS)) {
  test(`the marks of time are in the language of the page, the year below its first month: ${lang}`, async () => {
    const { dateLabel } = await on(lang);
    const days = ["1991-11-01", "1991-12-01", "1992-01-01"].map((text) => new Date(text));
    assert.deepEqual(days.map(dateLabel), months);
    assert.deepEqual(["1991-01-01", "1992-01-01"].map((text) => new Date(text)).map(dateLabel), years);
  });
}

const TOLD = {
  en: { date: ["17 May", "2013"], large: ["0", "500 million", "1.25 billion"] },
  ko: { date: ["5월 17일", "2013년"], large: ["0", "5억", "12.5억"] },
  vi: { date: ["17 thg 5", "2013"], large: ["0", "500 triệu", "1,25 tỷ"] },
};
for (const [lang, { date, large }] of Object.entries(TOLD)) {
  test(`a date is as precise as it is given, and large amounts are in words: ${lang}`, async () => {
    const { amountsUpTo, dateLines } = await on(lang);
    assert.deepEqual(["2013", "2013-05-17"].map(dateLines), [date.slice(1), date]);
    assert.deepEqual([0, 500e6, 1250e6].map(amountsUpTo(1250e6)), large);
    assert.deepEqual([0, 25].map(amountsUpTo(25)), ["0", "25"]);
  });
}

for (const [date, first, after] of [
  ["2013", "2013-01-01", "2014-01-01"],
  ["2013-12", "2013-12-01", "2014-01-01"],
  ["2012-02-29", "2012-02-29", "2012-03-01"],
]) {
  test(`a date lasts as long as it is precise: ${date}`, () => {
    assert.deepEqual([day({ raw: date }), dayAfter({ raw: date })], [new Date(first), new Date(after)]);
  });
}

test("what is no date has no day", () => {
  assert.deepEqual([day({ raw: "" }), dayAfter({ raw: "soon" }), day(undefined)], [null, null, null]);
});
