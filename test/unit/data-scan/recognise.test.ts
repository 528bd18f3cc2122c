import { recognise, recogniseProtected, recogniseRecord, recognisers, type DataContext } from "../../../scripts/data-scan";
import { card, ssn } from "./planted";
import { timed } from "../../support/processor-time";

const found = (text: string, context: DataContext = {}) => recognise(text, context).map(({ recogniser, confidence, severity }) => `${recogniser} ${confidence} ${severity}`);
/** Not published: put together from a made-up prefix whose check digit was worked out by hand (sum 60). */
const madeUpCard = ["4539", "5787", "6362", "1486"].join("");
const madeUpSsn = ["536", "90", "4399"].join("-");

const code = ["E11", "9"].join(".");

describe("the words around a value", () => {
  test.each<[string, string, DataContext, readonly string[]]>([
    ["a card beside its name", `pan=${madeUpCard}`, {}, ["payment-card certain critical"]],
    ["a card beside nothing", `the ${madeUpCard} here`, {}, ["payment-card likely high"]],
    ["a number of an order", `order=${madeUpCard}`, {}, []],
    ["an order, then a card", `order=${madeUpCard}, card=${madeUpCard}`, {}, ["payment-card certain critical"]],
    ["a published card", `pan=${card}`, {}, ["payment-card certain medium"]],
    ["within a longer number", `card ${madeUpCard}${madeUpCard}`, {}, []],
    ["a decimal fraction", `card 0.${madeUpCard}`, {}, []],
    ["a Social Security number by its column", madeUpSsn.replaceAll("-", ""), { key: "taxId" }, ["social-security-number certain critical"]],
    ["nine digits in another column", madeUpSsn.replaceAll("-", ""), { key: "routing" }, []],
    ["nine digits after a number that was named", `ssn ${madeUpSsn} routing ${madeUpSsn.replaceAll("-", "")}`, {}, ["social-security-number certain critical"]],
    ["a published Social Security number", `ssn ${ssn}`, {}, ["social-security-number certain medium"]],
    ["a code in a list of codes", `icd10: ${code} = type 2 diabetes`, {}, ["diagnosis-code possible low"]],
    ["a code of a patient", `patient 7, icd10: ${code}`, {}, ["diagnosis-code certain medium"]],
    ["a code of no disease", "cell A10 is B20", {}, []],
    ["an empty HL7 segment", "PID|1|||||||", {}, []],
    ["the definition of a resource", '{"resourceType": "Patient", "kind": "resource", "abstract": false}', {}, []],
  ])("%s", (_, text, context, expected) => {
    expect(found(text, context)).toEqual(expected);
  });
});

test("what is shown of a value is at most its last four digits", () => {
  const shown = [...recognise(`pan=${madeUpCard}`), ...recognise(`ssn ${madeUpSsn}`)].map(({ masked }) => masked);
  expect(shown).toEqual(["************1486", "***-**-****"]);
});

test("matches say where the value is", () => {
  const text = `the pan=${madeUpCard}.`;
  expect(recognise(text).map(({ start, end }) => text.slice(start, end))).toEqual([madeUpCard]);
});

test("a row is a person where its columns are name, address and birth date together", () => {
  const row = [{ key: "full_name", value: "Orla Quill" }, { key: "mail", value: ["orla", "post.net"].join("@") }, { key: "dob", value: "1970-02-03" }];
  expect(recogniseRecord(row, { table: "users" }).map(({ clear }) => clear.map(({ recogniser }) => recogniser))).toEqual([[], ["person-record"], []]);
  expect(recogniseRecord(row.slice(0, 2), { table: "users" }).flatMap(({ clear }) => clear)).toEqual([]);
});

describe("what is protected is told from what is in the clear", () => {
  const long = (length: number) => "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA".repeat(20).slice(0, length);
  test.each<[string, string]>([
    ["masked", "ssn: ***-**-1234"],
    ["masked", "pan: ************1111"],
    ["masked", "pan: 411111******1111"],
    ["token", `card: tok_${long(24)}`],
    ["bcrypt", `ssn: $2b$12$${long(53)}`],
    ["argon2", "ssn: $argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"],
    ["hash", `ssn_hash: ${"5e884898da28047151d0e56f8dc62927".repeat(2)}`],
    ["pseudonym", "patient_id: 3f0c2a9e-1b7d-4c55-9a10-0242ac120002"],
    ["pgp", "-----BEGIN PGP MESSAGE-----\nabc"],
    ["age", "-----BEGIN AGE ENCRYPTED FILE-----"],
    ["ansible-vault", "$ANSIBLE_VAULT;1.1;AES256\n6162"],
    ["sops", "ssn: ENC[AES256_GCM,data:abcd,iv:x,tag:y,type:str]"],
    ["kms", `secret: AQICAHh${long(60)}`],
    ["vault-transit", `ssn: vault:v1:${long(40)}`],
    ["fernet", `ssn: gAAAAA${long(80)}`],
    ["jwe", `ssn: eyJ${long(30)}.${long(20)}.${long(16)}.${long(40)}.${long(22)}`],
    ["openssl", `ssn: U2FsdGVkX1${long(40)}`],
    ["ciphertext", `ssn: ${Buffer.from("9f8e7d6c5b4a39281706f5e4d3c2b1a09d8c7b6a594837261504f3e2d1c0bf", "hex").toString("base64")}`],
  ])("%s", (kind, text) => {
    expect(recogniseProtected(text).map((match) => match.kind)).toEqual([kind]);
    expect(recognise(text)).toEqual([]);
  });

  test.each([["a commit", `commit: ${"5e884898".repeat(5)}`], ["an image", `image: app@sha256:${"5e884898".repeat(8)}`], ["clear text in base64", `ssn: ${Buffer.from("this is in the clear, whoever reads it").toString("base64")}`]])("%s is nobody's", (_, text) => {
    expect(recogniseProtected(text)).toEqual([]);
  });
});

describe("hostile text takes no longer than any other", () => {
  const size = 1 << 18;
  test.each([
    ["digits", "1".repeat(size)], ["groups", "4111 ".repeat(size / 5)], ["dashes", "1-".repeat(size / 2)], ["letters", "a".repeat(size)], ["capitals", "A".repeat(size)], ["at signs", "a@".repeat(size / 2)], ["dots", "a.".repeat(size / 2)],
    ["an address without end", `${"a".repeat(size)}@`], ["bars", "PID|".repeat(size / 4)], ["stars", "*".repeat(size)], ["openings", '{"resourceType": "Patient", '.repeat(size / 27)], ["identifiers", `{"resourceType":"Patient","identifier":${" [".repeat(size / 2)}`],
    ["blanks", `ssn${" ".repeat(size)}`], ["labels", "ssn mrn npi dx ".repeat(size / 15)], ["pbkdf2", `pbkdf2_sha256$${"$".repeat(size)}`], ["envelopes", "eyJ".repeat(size / 3)], ["quotes", '"ssn":"'.repeat(size / 7)], ["births", `birth name ${"a@b.cc ".repeat(size / 7)}`],
  ])("%s", (_, text) => {
    const { seconds } = timed(() => {
      recognise(text);
      recogniseProtected(text);
    });
    expect(seconds).toBeLessThan(5);
  });
});

test("every recogniser has an id of its own and a title", () => {
  expect(new Set(recognisers.map(({ id }) => id)).size).toBe(recognisers.length);
  for (const { id, title } of recognisers) expect([id, title]).toEqual([expect.stringMatching(/^[a-z\d-]+$/), expect.stringMatching(/^\w/)]);
});
