/**
 * Custom data identifiers for health data, in the part of PCRE that Macie reads: no capturing groups, back references or
 * looking around, at most 512 characters (Macie User Guide, "Configuration settings for custom data identifiers"). A number
 * alone says little: each counts only near one of its keywords.
 */
export interface DataIdentifier {
  readonly name: string;
  readonly description: string;
  readonly regex: string;
  /** Words of which one must stand near, 3 to 90 characters each. Letter case does not matter. */
  readonly keywords: readonly string[];
  /** Characters between the end of a keyword and the end of the text that matches, at most. */
  readonly maximumMatchDistance: number;
}

export const healthIdentifiers: readonly DataIdentifier[] = [
  {
    name: "medical-record-number",
    description: "Medical record number: 6 to 10 digits, as hospitals give them, with up to three letters before",
    regex: "\\b[A-Z]{0,3}-?\\d{6,10}\\b",
    keywords: ["mrn", "medical record", "medical record number", "patient id", "patient number", "chart number"],
    maximumMatchDistance: 40,
  },
  {
    // 45 CFR 162.406: ten digits, the first of which is 1 or 2 (CMS, "NPI: What you need to know"); the check digit is beyond a regex.
    name: "national-provider-identifier",
    description: "National Provider Identifier: ten digits, the first of which is 1 or 2",
    regex: "\\b[12]\\d{9}\\b",
    keywords: ["npi", "national provider", "provider id", "provider identifier", "rendering provider"],
    maximumMatchDistance: 40,
  },
  {
    // CDC, "ICD-10-CM Official Guidelines": three to seven characters, a point after the third; the second is a digit.
    name: "icd-10-cm-code",
    description: "ICD-10-CM diagnosis code",
    regex: "\\b[A-Z]\\d[0-9AB](?:\\.[0-9A-Z]{1,4})?\\b",
    keywords: ["icd-10", "icd10", "icd code", "diagnosis", "diagnosis code", "dx code"],
    maximumMatchDistance: 60,
  },
];
