/** `patientId`, `PATIENT_ID` and `patient-id` → ` patient id `, so that a word is looked for by its blanks. */
export const wordsOf = (text: string): string =>
  ` ${text
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .replace(/#/g, " # ")
    .replace(/[^a-z\d#]+/g, " ")
    .trim()} `;

/** A test for any of these words or phrases in what `wordsOf` made. */
export const anyOf = (...phrases: readonly string[]): ((words: string) => boolean) => {
  const pattern = new RegExp(` (?:${phrases.join("|")}) `);
  return (words) => pattern.test(words);
};
