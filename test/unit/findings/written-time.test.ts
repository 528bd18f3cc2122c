import { timeOfDayMonthYear, timeOfEpoch, timeOfMailDate } from "../../../scripts/findings/written-time";

test.each([
  ["Thu, 6 Dec 2018 10:53:11", "2018-12-06T10:53:11.000Z"],
  ["Sun, 22 Nov 2026 10:06:56 +0530", "2026-11-22T04:36:56.000Z"],
  ["Sun, 22 Nov 2026 10:06:56 -01:00", "2026-11-22T11:06:56.000Z"],
  ["Fr., 30 Sep. 2022 08:40:35", "2022-09-30T08:40:35.000Z"],
  ["Sun, 31 Feb 2026 10:06:56", undefined],
  ["So., 7 Dez 2025 10:06:56", undefined],
  ["now", undefined],
  [null, undefined],
])("the date of a mail %p is %p", (text, expected) => {
  expect(timeOfMailDate(text)).toBe(expected);
});

test.each([
  ["25/06/2021 09:59 AM", "2021-06-25T09:59:00.000Z"],
  ["25/06/2021 12:00 AM", "2021-06-25T00:00:00.000Z"],
  ["25/06/2021 12:00 PM", "2021-06-25T12:00:00.000Z"],
  ["27/02/2020, 14:52:19", "2020-02-27T14:52:19.000Z"],
  ["06/25/2021 09:59 AM", undefined],
  ["27/02/2020, 25:00:00", undefined],
  ["27/02/2020", undefined],
])("day, month and year %p is %p", (text, expected) => {
  expect(timeOfDayMonthYear(text)).toBe(expected);
});

test.each([
  [1567724137, "2019-09-05T22:55:37.000Z"],
  [0, undefined],
  [1e300, undefined],
  [null, undefined],
])("%p seconds are %p", (seconds, expected) => {
  expect(timeOfEpoch(seconds)).toBe(expected);
});
