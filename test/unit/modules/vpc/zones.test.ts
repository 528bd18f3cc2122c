import { zoneLetters } from "../../../../modules/vpc";

test.each([
  ["eu-central-1", 2, ["a", "b"]],
  ["eu-central-1", 3, ["a", "b", "c"]],
  ["ap-northeast-1", 2, ["a", "c"]],
  ["ap-northeast-1", 3, ["a", "c", "d"]],
  ["us-west-1", 3, ["a", "c"]],
] as const)("%s, %i zones", (region, zones, letters) => {
  expect(zoneLetters(region, zones)).toEqual(letters);
});
