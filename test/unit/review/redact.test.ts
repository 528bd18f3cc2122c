import fc from "fast-check";
import { createRedactor, redactChange, redactText, type AttributeChange } from "../../../scripts/review";
import type { Change } from "../../../scripts/terraform/plan-json";
import { change, plan, policy, resource } from "./plans";

const byPath = (parts: Partial<Change>): Readonly<Record<string, AttributeChange>> =>
  Object.fromEntries(redactChange(change(parts)).map((attribute) => [attribute.path, attribute]));
const lines = (parts: Partial<Change>): readonly string[] => redactChange(change(parts)).map(({ path, before, after }) => `${path}: ${before ?? "∅"} → ${after ?? "∅"}`);

describe("what Terraform marks", () => {
  test("a sensitive value is never shown, and whether it changed is", () => {
    const marked = { before_sensitive: { password: true }, after_sensitive: { password: true } };
    expect(lines({ before: { password: "one" }, after: { password: "two" }, ...marked })).toEqual(["password: (sensitive) → (sensitive, changed)"]);
    expect(lines({ before: { password: "one" }, after: { password: "one" }, ...marked })).toEqual([]);
    expect(lines({ actions: ["create"], after: { password: "one" }, ...marked })).toEqual(["password: ∅ → (sensitive)"]);
  });
  test("a mark on either side hides both", () => {
    for (const marks of [{ before_sensitive: {}, after_sensitive: { value: true } }, { before_sensitive: { value: true }, after_sensitive: {} }]) {
      expect(lines({ before: { value: "plain-one" }, after: { value: "plain-two" }, ...marks })).toEqual(["value: (sensitive) → (sensitive, changed)"]);
    }
  });
  test("a mark on a block hides all of it", () => {
    expect(lines({ before: { a: { b: ["x", "y"] } }, after: { a: { b: ["x"] } }, after_sensitive: { a: true } })).toEqual(["a: (sensitive) → (sensitive, changed)"]);
  });
  test("without any mark (Terraform before 0.15) every value counts as sensitive", () => {
    const unmarked = { before_sensitive: undefined, after_sensitive: undefined };
    expect(lines({ before: null, after: { name: "visible-name" }, ...unmarked })).toEqual(["name: ∅ → (sensitive)"]);
    expect(lines({ before: { name: "visible-name" }, after: null, ...unmarked })).toEqual(["name: (sensitive) → ∅"]);
  });
  test("unknown values", () => {
    expect(lines({ before: { id: "a", tags: { a: "1" } }, after: {}, after_unknown: { id: true, tags: { b: true } } })).toEqual([
      'id: "a" → (known after apply)',
      'tags.a: "1" → ∅',
      "tags.b: ∅ → (known after apply)",
    ]);
  });
});

describe("what Terraform does not mark", () => {
  test.each([
    ["note", "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----"],
    ["note", "AKIAIOSFODNN7EXAMPLE"],
    ["note", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["note", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"],
    ["note", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"],
    ["note", `xoxb-${"123456789012-abcdefghij"}`],
    ["url", "postgres://portal:hunter2@db.internal:5432/app"],
    ["settings", "Server=db;Database=app;User Id=portal;Password=hunter2;"],
    ["db_password", "hunter2"],
    ["DB_PASSWORD", "hunter2"],
    ["client_secret", "abc"],
    ["connection_string", "anything"],
    ["user_data", "#!/bin/sh\necho hello"],
    ["user_data_base64", "IyEvYmluL3NoCg=="],
  ])("%s = %s is masked", (name, value) => {
    const attribute = byPath({ actions: ["create"], after: { [name]: value } })[name];
    expect(attribute?.after).toMatch(/^\(masked: .*\)$/);
    expect(attribute?.sensitive).toBe(true);
  });
  test.each([
    ["arn", "arn:aws:iam::333333333333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_AdministratorAccess_0123456789abcdef"],
    ["principal", "arn:aws:iam::333333333333:role/aws-reserved/AWSReservedSSO_ReadOnlyAccess_0a1b2c3d4e5f6a7b"],
    ["path", "stacks/Network/PrivateSubnet1/RouteTable"],
    ["secret_arn", "arn:aws:secretsmanager:eu-central-1:333333333333:secret:prod/database-AbCdEf"],
    ["name", "AWSManagedRulesKnownBadInputsRuleSet"],
    ["bucket", "portcullis-prod-log-archive-333333333333"],
    ["http_tokens", "required"],
    ["source_code_hash", "q2bMPnGfZ0iXfh1V7yB4Yt3kQ9cJ8rLwE5sT6uN7oPk="],
    ["kms_key_id", "arn:aws:kms:eu-central-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["service", "token.actions.githubusercontent.com"],
  ])("%s = %s is shown", (name, value) => {
    expect(byPath({ actions: ["create"], after: { [name]: value } })[name]?.after).toContain(value.slice(0, 60));
  });
  test("numbers and switches whose names speak of passwords are settings", () => {
    expect(lines({ before: { minimum_password_length: 8, require_password: true }, after: { minimum_password_length: 14, require_password: false } })).toEqual([
      "minimum_password_length: 8 → 14",
      "require_password: true → false",
    ]);
  });
  test("a value beside a name that speaks of a secret, also in a JSON document in a string", () => {
    const definition = (value: string) => JSON.stringify([{ image: "app:1", environment: [{ name: "DB_PASSWORD", value }, { name: "MODE", value: "fast" }] }]);
    const texts = lines({ before: { container_definitions: definition("one-canary") }, after: { container_definitions: definition("two-canary") } });
    expect(texts).toEqual(["container_definitions[0].environment[DB_PASSWORD].value: (masked: named as a secret) → (masked, changed: named as a secret)"]);
  });
  test("a sensitive value that stands unmarked elsewhere in the plan", () => {
    const leaking = plan([
      resource("random_password.database", { actions: ["create"], after: { result: "correct horse battery" }, after_sensitive: { result: true } }),
      resource("aws_instance.web", { actions: ["create"], after: { description: "uses correct horse battery" } }),
    ]);
    expect(createRedactor(leaking).text("failed: correct horse battery was refused")).toBe("failed: (sensitive) was refused");
  });
  test("random base64 of 40 and more characters is masked, whatever the attribute", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 45, maxLength: 45 }), (bytes) => {
        const value = Buffer.from(bytes).toString("base64url");
        fc.pre(new Set(value).size > 30 && value.split(/[_-]/).some((piece) => piece.length > 24 && /[0-9]/.test(piece) && (piece.match(/(?=[a-z][A-Z0-9]|[A-Z][a-z0-9]|[0-9][A-Za-z])/g) ?? []).length > piece.length / 2));
        expect(byPath({ actions: ["create"], after: { note: value } })["note"]?.after).toBe("(masked: looks random)");
      }),
    );
  });
});

describe("text", () => {
  test("control, bidirectional and invisible characters are written out", () => {
    const [attribute] = redactChange(change({ actions: ["create"], after: { note: "a\u001b[2Jb\u202ec\u200bd\u009be" } }));
    expect(attribute?.after).toBe('"a\\u001b[2Jb\\u{202e}c\\u{200b}d\\u{9b}e"');
  });
  test("long values are shortened and say how long they are", () => {
    const [attribute] = redactChange(change({ actions: ["create"], after: { note: "word ".repeat(1000) } }));
    expect(attribute?.after).toMatch(/^"word .*… \(5,002 characters\)$/);
  });
  test("free text keeps its sense and loses its secrets", () => {
    expect(redactText("calling with Authorization: Bearer abcdefghijklmnopqrstuvwx failed: password = hunter22, user = me")).toBe(
      "calling with Authorization: (masked: authorization header) failed: password = (masked: credential), user = me",
    );
    expect(redactText("no value for arn:aws:secretsmanager:eu-central-1:1:secret:prod/x")).toContain("secret:prod/x");
  });
  test("masking twice changes nothing", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(redactText(redactText(text))).toBe(redactText(text))));
  });
  test("keys of maps are texts of the plan too", () => {
    const [attribute] = redactChange(change({ actions: ["create"], after: { tags: { AKIAIOSFODNN7EXAMPLE: "x", } } }));
    expect(attribute?.path).toBe('tags["(masked: AWS access key)"]');
  });
});

describe("lists", () => {
  const rule = (port: number, cidr: string) => ({ from_port: port, to_port: port, protocol: "tcp", cidr_blocks: [cidr] });
  test("one changed rule of a set is one change, named by the rule", () => {
    expect(lines({ before: { ingress: [rule(22, "10.0.0.0/8"), rule(443, "10.0.0.0/8")] }, after: { ingress: [rule(443, "10.0.0.0/8"), rule(22, "0.0.0.0/0")] } })).toEqual([
      'ingress[tcp 22].cidr_blocks[0]: "10.0.0.0/8" → "0.0.0.0/0"',
    ]);
  });
  test("another order alone is said to be that", () => {
    expect(lines({ before: { order: ["a", "b"] }, after: { order: ["b", "a"] } })).toEqual(["order: (the same members) → (in another order)"]);
  });
  test("nothing and an empty collection are the same", () => {
    expect(lines({ before: { tags: null, rules: [] }, after: { tags: {}, rules: null } })).toEqual([]);
  });
  test("attributes named like what every object has", () => {
    expect(lines({ before: { constructor: "a" }, after: { constructor: "b", toString: "c" } })).toEqual(['constructor: "a" → "b"', 'toString: ∅ → "c"']);
  });
  test("every value that differs is shown or hidden, never lost", () => {
    const scalar = fc.oneof(fc.integer(), fc.constantFrom("one", "two", "three"), fc.boolean());
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), fc.array(scalar, { minLength: 1 })), fc.dictionary(fc.constantFrom("a", "b", "c"), fc.array(scalar, { minLength: 1 })), (before, after) => {
        const same = JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(after).sort());
        expect(redactChange(change({ before, after })).length === 0).toBe(same);
      }),
    );
  });
});

describe("what forces a replacement", () => {
  test("the attribute, or anything in the block that Terraform names", () => {
    const attributes = redactChange(change({ actions: ["delete", "create"], before: { a: 1, block: [{ x: 1 }], c: 1 }, after: { a: 2, block: [{ x: 2 }], c: 2 }, replace_paths: [["a"], ["block", 0]] }));
    expect(attributes.map(({ path, forcesReplacement }) => [path, forcesReplacement])).toEqual([["a", true], ["block[0].x", true], ["c", false]]);
  });
});

describe("policies", () => {
  const read = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::a" };
  const deny = { Sid: "Tls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
  const compare = (before: string | null, after: string | null) => lines({ before: { policy: before }, after: { policy: after } });

  test("order of statements, of lists and lists of one are no difference", () => {
    expect(compare(policy(read, deny), policy({ ...deny, Action: ["s3:*"] }, { ...read, Action: ["s3:ListBucket", "s3:GetObject"] }))).toEqual([]);
  });
  test("an added action is one line", () => {
    expect(compare(policy(read), policy({ ...read, Action: [...read.Action, "s3:*"] }))).toEqual(["policy.Statement[Read].Action: ∅ → s3:*"]);
  });
  test("a removed statement is a sentence", () => {
    expect(compare(policy(read, deny), policy(read))).toEqual(["policy.Statement[Tls]: Deny s3:* on * by * when Bool aws:SecureTransport = false → ∅"]);
  });
  test("a removed condition", () => {
    expect(compare(policy(deny), policy({ ...deny, Condition: undefined }))).toEqual(["policy.Statement[Tls].Condition: Bool aws:SecureTransport = false → ∅"]);
  });
  test("statements without a Sid are paired by likeness", () => {
    const bare = { ...read, Sid: undefined };
    expect(compare(policy(bare), policy({ ...bare, Resource: "*" }))).toEqual([
      "policy.Statement[Allow].Resource: arn:aws:s3:::a → ∅",
      "policy.Statement[Allow].Resource: ∅ → *",
    ]);
  });
  test("an unchanged statement is never taken for the changed one beside it", () => {
    const [one, two, three] = ["one", "two", "three"].map((name) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${name}` }));
    expect(compare(policy(one, two), policy(three, one))).toEqual([
      "policy.Statement[Allow].Resource: arn:aws:s3:::two → ∅",
      "policy.Statement[Allow].Resource: ∅ → arn:aws:s3:::three",
    ]);
  });
  test("a new policy and a dropped one", () => {
    expect(compare(null, policy(read))).toEqual(["policy.Statement[Read]: ∅ → Allow s3:GetObject, s3:ListBucket on arn:aws:s3:::a"]);
    expect(compare(policy(read), null)).toEqual(["policy.Statement[Read]: Allow s3:GetObject, s3:ListBucket on arn:aws:s3:::a → ∅"]);
  });
  test("a document whose Statement is nonsense does not stop the review", () => {
    expect(() => compare('{"Statement":[1,null,{"Effect":{"a":[{}]}}]}', '{"Statement":"x"}')).not.toThrow();
  });
});
