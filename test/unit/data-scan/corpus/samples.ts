import * as make from "./numbers";
import type { Random } from "./random";

export interface Sample {
  readonly text: string;
  /** What a careful reader would find in it. */
  readonly expected: readonly { readonly recogniser: string; readonly value: string }[];
  /** What was planted, for the table: `payment-card`, `like: order number`. */
  readonly kind: string;
}

type Frame = (random: Random, label: string, value: string) => string;
const camel = (label: string): string => label.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
const snake = (label: string): string => label.replaceAll(" ", "_");

/** How values stand in files. */
const frames: readonly Frame[] = [
  (random, label, value) => `{"id": ${random.below(9999)}, "${camel(label)}": "${value}", "active": true}`,
  (random, label, value) => `{\n  "created": "2026-01-0${random.between(1, 9)}",\n  "${snake(label)}": "${value}"\n}`,
  (_, label, value) => `${snake(label).toUpperCase()}=${value}\nPORT=8080\n`,
  (_, label, value) => `person:\n  ${snake(label)}: "${value}"\n  active: true\n`,
  (_, label, value) => `<row><${camel(label)}>${value}</${camel(label)}></row>`,
  (random, label, value) => `2026-03-1${random.between(0, 9)}T10:22:3${random.between(0, 9)}.123Z INFO request=${make.uuid(random)} ${snake(label)}=${value} status=200`,
  (_, label, value) => `const ${camel(label)} = "${value}"; // from the form`,
  (_, label, value) => `Hello, the ${label} is ${value}. Please call back.`,
  (random, label, value) => `id,${snake(label)},created\n${random.below(999)},${value},2026-01-02\n${random.below(999)},,2026-01-03\n`,
  (_, label, value) => `INSERT INTO people (id, ${snake(label)}, note) VALUES (7, '${value}', 'new');`,
  (_, label, value) => `| ${label} | note |\n|---|---|\n| ${value} | none |\n`,
  (random, label, value) => `GET /search?page=${random.below(9)}&${snake(label)}=${encodeURIComponent(value).replaceAll("%20", " ")}&lang=en HTTP/1.1`,
];

/** What is recognised without a word beside it. */
const bare: readonly Frame[] = [(_, _label, value) => `please charge ${value} and confirm`, (random, _label, value) => `${random.below(99)};${value};paid`, (_, _label, value) => value];

interface Plant {
  readonly recogniser: string;
  readonly labels: readonly string[];
  readonly value: (random: Random) => string;
  readonly frames?: readonly Frame[];
}

const plants: readonly Plant[] = [
  { recogniser: "payment-card", labels: ["card number", "pan", "credit card", "cc number", "visa", "payment card"], value: make.card },
  { recogniser: "payment-card", labels: [""], value: make.card, frames: bare },
  { recogniser: "social-security-number", labels: ["ssn", "social security number", "patient ssn", "tax id"], value: (random) => make.socialSecurity(random, random.one(["-", "-", " ", ""])) },
  { recogniser: "social-security-number", labels: [""], value: (random) => make.socialSecurity(random), frames: bare },
  { recogniser: "individual-taxpayer-number", labels: ["itin", "taxpayer id", "tax id"], value: (random) => make.taxpayer(random, random.one(["-", ""])) },
  { recogniser: "medicare-beneficiary-identifier", labels: ["mbi", "medicare number", "beneficiary id"], value: (random) => make.medicare(random, random.one(["-", ""])) },
  { recogniser: "medical-record-number", labels: ["mrn", "medical record number", "patient id", "patient number", "chart number"], value: make.record },
  { recogniser: "national-provider-identifier", labels: ["npi", "provider npi", "national provider identifier", "prescriber npi"], value: make.provider },
  { recogniser: "dea-number", labels: ["dea", "dea number", "prescriber dea"], value: make.dea },
  { recogniser: "bank-account", labels: ["iban", "account", "bank account"], value: (random) => make.iban(random) },
  { recogniser: "phone-number", labels: ["phone", "mobile", "contact number", "home phone"], value: make.phone },
];

/** How people also write it, among it what no list of words has. A tenth as many. */
const odd: readonly Plant[] = [
  { recogniser: "social-security-number", labels: ["SS#", "soc sec no", "last known social", "govt id"], value: (random) => make.socialSecurity(random, random.one(["-", " ", ""])) },
  { recogniser: "medical-record-number", labels: ["MRN #", "med rec no", "pt id", "UR number", "case file"], value: make.record },
  { recogniser: "national-provider-identifier", labels: ["rendering provider", "attending", "NPI#"], value: make.provider },
  { recogniser: "payment-card", labels: ["order paid with", "reference", "acct"], value: make.card },
  { recogniser: "dea-number", labels: ["licence", "DEA#"], value: make.dea },
];

/** Records that are something as a whole. */
const records: readonly { readonly recogniser: string; readonly make: (random: Random) => readonly [text: string, value: string] }[] = [
  { recogniser: "diagnosis-code", make: (random) => withValue(make.diagnosis(random), (code) => random.one([`{"patient": "${make.uuid(random)}", "diagnosis": "${code}"}`, `mrn_hash=ab12 dx=${code} admitted=2026-01-02`, `patient_ref,icd10,visit\n88,${code},2\n89,,3\n`, `Patient was admitted. Diagnosis: ${code} (chronic).`])) },
  { recogniser: "hl7-message", make: (random) => withValue(`PID|1||${random.digits(7)}^^^HOSP^MR||${make.name(random).replace(" ", "^")}||${make.birthDate(random).replaceAll("-", "")}|F`, (segment) => `MSH|^~\\&|ADT|HOSP|LAB|HOSP|20260101||ADT^A01|1|P|2.5\r${segment}\rEVN|A01\r`) },
  { recogniser: "fhir-patient", make: (random) => withValue('"resourceType": "Patient"', (type) => `{\n  ${type},\n  "name": [{ "family": "${make.name(random).split(" ")[1]}", "given": ["${make.name(random).split(" ")[0]}"] }],\n  "birthDate": "${make.birthDate(random)}"\n}`) },
  { recogniser: "fhir-patient", make: (random) => withValue('<Patient xmlns="http://hl7.org/fhir">', (type) => `${type}<name><family value="${make.name(random).split(" ")[1]}"/></name><birthDate value="${make.birthDate(random)}"/></Patient>`) },
  {
    recogniser: "person-record",
    make: (random) =>
      withValue(make.mail(random), (mail) =>
        random.one([
          `{"fullName": "${make.name(random)}", "email": "${mail}", "dateOfBirth": "${make.birthDate(random)}"}`,
          `name,email,dob\n${make.name(random)},${mail},${make.birthDate(random)}\n`,
          `- name: ${make.name(random)}\n  email: ${mail}\n  birth_date: ${make.birthDate(random)}\n`,
          `<user><firstName>${make.name(random)}</firstName><mail>${mail}</mail><birthDate>${make.birthDate(random)}</birthDate></user>`,
        ]),
      ),
  },
];
const withValue = (value: string, text: (value: string) => string): readonly [string, string] => [text(value), value];

/** What looks like it, and is not: nothing must be found, whatever it stands in. */
const lookalikes: Readonly<Record<string, { readonly labels: readonly string[]; readonly value: (random: Random) => string }>> = {
  uuid: { labels: ["id", "patient uuid", "request id", "card token"], value: make.uuid },
  "git hash": { labels: ["commit", "sha", "patient hash"], value: (random) => random.from("0123456789abcdef", 40) },
  "MD5 digest": { labels: ["etag", "checksum", "ssn hash"], value: (random) => random.from("0123456789abcdef", 32) },
  timestamp: { labels: ["created", "timestamp", "expires at"], value: (random) => `${random.between(1_500_000_000, 1_900_000_000)}${random.one(["", "000", "123", "456789", "123456789"])}` },
  "order number": { labels: ["order number", "invoice", "tracking number", "order id"], value: (random) => random.one([random.digits(16), random.digits(12), random.digits(9), `${random.digits(3)}-${random.digits(7)}-${random.digits(7)}`]) },
  "row id": { labels: ["id", "row", "sequence"], value: (random) => String(random.between(1, 999_999_999)) },
  "nine digits": { labels: ["routing", "account id", "employee number", "zip"], value: (random) => random.digits(9) },
  "card with a wrong check digit": { labels: ["card number", "pan", "value"], value: make.wrongCard },
  "long number that passes Luhn, of no issuer": { labels: ["card number", "id", "value"], value: make.cardOfNobody },
  IMEI: { labels: ["imei", "device"], value: make.imei },
  ISBN: { labels: ["isbn", "book"], value: (random) => random.one([`978-${random.digits(1)}-${random.digits(3)}-${random.digits(5)}-${random.digits(1)}`, `978${random.digits(10)}`, `${random.digits(1)}-${random.digits(3)}-${random.digits(5)}-X`]) },
  "IP address": { labels: ["ip", "host", "patient portal host"], value: (random) => [0, 0, 0, 0].map(() => random.below(256)).join(".") },
  version: { labels: ["version", "build"], value: (random) => `${random.below(20)}.${random.below(20)}.${random.digits(4)}-${random.digits(8)}` },
  "part number": { labels: ["part number", "sku", "model"], value: (random) => `${random.digits(3)}-${random.digits(2)}-${random.digits(4)}` },
  "Social Security number that is never given": { labels: ["ssn", "value"], value: make.neverSocialSecurity },
  "employer number": { labels: ["ein", "employer"], value: (random) => `${random.digits(2)}-${random.digits(7)}` },
  "postal code": { labels: ["zip", "postal code"], value: (random) => `${random.digits(5)}-${random.digits(4)}` },
  decimal: { labels: ["score", "latitude", "ratio"], value: (random) => `${random.below(180)}.${random.digits(16)}` },
  "provider number with a wrong check digit": { labels: ["npi", "provider npi"], value: make.wrongProvider },
  "phone number that is not called one": { labels: ["reference", "code"], value: (random) => `1${random.digits(9)}` },
  "DEA number with a wrong check digit": { labels: ["dea number", "prescriber"], value: make.wrongDea },
  "IBAN with wrong check digits": { labels: ["iban", "account"], value: (random) => make.iban(random, random.between(1, 90)) },
  "AWS account": { labels: ["account", "account id", "owner"], value: (random) => random.digits(12) },
  ARN: { labels: ["arn", "role"], value: (random) => `arn:aws:iam::${random.digits(12)}:role/${random.from("abcdef", 6)}` },
  "letter and digits": { labels: ["code", "cell", "seat", "key"], value: (random) => random.one(["A10", "B20", "F16", "E11.9", "I10", "M54"]) },
  "short number of a patient's": { labels: ["patient id", "patient age", "patient count"], value: (random) => random.digits(random.between(1, 4)) },
  "date for a number": { labels: ["patient date", "mrn date", "chart date"], value: (random) => make.birthDate(random).replaceAll("-", "") },
  "masked card": { labels: ["card number", "pan"], value: (random) => `${random.one(["**** **** **** ", "************", "XXXX-XXXX-XXXX-"])}${random.digits(4)}` },
  "masked Social Security number": { labels: ["ssn"], value: (random) => `${random.one(["***-**-", "XXX-XX-", "xxx-xx-"])}${random.digits(4)}` },
  token: { labels: ["card token", "payment method"], value: (random) => `${random.one(["tok_", "pm_", "card_"])}${random.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 24)}` },
  "bcrypt hash": { labels: ["ssn hash", "password"], value: (random) => `$2b$12$${random.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./", 53)}` },
  ciphertext: { labels: ["ssn", "card number", "mrn"], value: (random) => random.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/", 64) },
  "e-mail address alone": { labels: ["email", "contact"], value: make.mail },
  "segment without values": { labels: ["segment", "example"], value: () => "PID|||||||" },
  "serial number": { labels: ["serial", "serial number", "lot"], value: (random) => `${random.from("ABCDEFGH", 2)}${random.digits(7)}` },
  colour: { labels: ["color", "fill"], value: (random) => `#${random.from("0123456789abcdef", 6)}` },
};

/** What no reader could tell without knowing where it is from; a tenth as many. */
const undecidable: typeof lookalikes = {
  "sixteen digits under no name": { labels: ["ref", "value", "data"], value: (random) => `${random.between(1, 9)}${random.digits(15)}` },
  "number of the shape of a Social Security number under no name": { labels: ["ref", "value", "batch"], value: (random) => make.socialSecurity(random) },
  "ten digits of a provider's system": { labels: ["provider ref", "provider row"], value: (random) => `1${random.digits(9)}` },
};

/** Each kind so many times, in all frames. */
export const corpus = (random: Random, each: number): readonly Sample[] => [
  ...plants.flatMap(({ recogniser, labels, value, frames: own = frames }) => Array.from({ length: each }, (): Sample => sampleOf(random, recogniser, random.one(labels), value(random), own, true))),
  ...odd.flatMap(({ recogniser, labels, value }) => Array.from({ length: each / 10 }, (): Sample => sampleOf(random, recogniser, random.one(labels), value(random), frames, true))),
  ...Object.entries(undecidable).flatMap(([kind, { labels, value }]) => Array.from({ length: each / 10 }, (): Sample => sampleOf(random, `like: ${kind}`, random.one(labels), value(random), frames, false))),
  ...records.flatMap(({ recogniser, make: record }) =>
    Array.from({ length: each }, (): Sample => {
      const [text, value] = record(random);
      return { text, expected: [{ recogniser, value }], kind: recogniser };
    }),
  ),
  ...Object.entries(lookalikes).flatMap(([kind, { labels, value }]) => Array.from({ length: each }, (): Sample => sampleOf(random, `like: ${kind}`, random.one(labels), value(random), frames, false))),
];

const sampleOf = (random: Random, kind: string, label: string, value: string, own: readonly Frame[], isPlanted: boolean): Sample => ({ text: random.one(own)(random, label, value), expected: isPlanted ? [{ recogniser: kind, value }] : [], kind });
