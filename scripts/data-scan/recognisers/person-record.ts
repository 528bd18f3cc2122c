import { anyOf, wordsOf } from "../words";
import { findEach } from "./find-each";
import { isExampleAddress } from "./published";
import type { Recogniser } from "./recogniser";

/** From the sign on; what stands before it is read backwards, so that a long word without a sign costs nothing. */
const addresses = /(?<=[\w.%+-])@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,4}/g;
const localPart = /[\w.%+-]{1,64}$/;
const dates = /(?<!\d)(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)/;
const speaksOfBirth = anyOf("dob", "birth", "born", "birthday", "birth ?date", "birthdate", "date of birth", "birthday", "bday");
const speaksOfNames = anyOf("name", "names", "first", "last", "surname", "given", "family", "forename", "first ?name", "last ?name", "full ?name", "patient", "firstname", "lastname", "fullname");
/** One record: this many characters before and after the address, and not over the border of an object, row or paragraph. */
const reach = 400;

/** JSON objects, blank lines, YAML items and, where a line holds a whole row, lines are borders. */
const recordAround = (text: string, start: number, end: number): string => {
  const before = text.slice(Math.max(0, start - reach), start);
  const after = text.slice(end, end + reach);
  const line = before.slice(before.lastIndexOf("\n") + 1) + text.slice(start, end) + after.split("\n", 1)[0]!;
  if (line.split(/[,;|\t]/).length > 3) return line;
  const begin = Math.max(before.lastIndexOf("{"), before.lastIndexOf("}"), before.lastIndexOf("\n\n"), before.lastIndexOf("\n- "), before.lastIndexOf("\r\n\r\n"));
  const finish = after.search(/[{}]|\r?\n\r?\n|\n- /);
  return before.slice(begin + 1) + text.slice(start, end) + (finish === -1 ? after : after.slice(0, finish));
};

/**
 * Name, e-mail address and birth date together say who somebody is (NIST SP 800-122, section 2.1: linked information); each alone is in
 * every address book.
 */
export const personRecord: Recogniser = {
  id: "person-record",
  title: "Name, e-mail address and birth date of a person",
  severity: "high",
  find: (text, { mentions, outside }) => {
    if (!text.includes("@") || mentions(/birth|dob|born|bday/gi) === undefined) return [];
    return findEach(text, addresses, ({ 0: host }, sign, end) => {
      const start = sign - (localPart.exec(text.slice(Math.max(0, sign - 64), sign))?.[0].length ?? 0);
      const record = recordAround(text, start, end);
      if (!dates.test(record)) return undefined;
      const words = wordsOf(record) + outside;
      if (!speaksOfBirth(words) || !speaksOfNames(words)) return undefined;
      return { start, end, confidence: "certain", masked: "(name, e-mail address, birth date)", isPublished: isExampleAddress(host) };
    });
  },
};
