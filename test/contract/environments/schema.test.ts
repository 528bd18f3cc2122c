import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { environmentSchemaDocument, schemaPath } from "../../../scripts/environments/schema-document";
import { goodFiles } from "../../unit/environments/inputs";

const repository = join(__dirname, "../../..");

describe("environment.schema.json", () => {
  it("is what zod generates now: npm run build && node dist/scripts/environments/write-schema.js", () => {
    expect(readFileSync(join(repository, schemaPath), "utf8")).toBe(environmentSchemaDocument());
  });

  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(environmentSchemaDocument()));

  it("accepts a good environment", () => {
    expect(validate(goodFiles().prod)).toBe(true);
  });

  it.each([
    ["an unknown key", { colour: "red" }],
    ["a wrong type", { approvals: "two" }],
    ["a block without evidence", { edge: { rules: { sqlInjection: { action: "block" } } } }],
  ])("refuses %s", (_, change) => {
    expect(validate({ ...goodFiles().prod, ...change })).toBe(false);
  });

  it("documents every field, so that an editor can show it", () => {
    const bare: string[] = [];
    const visit = (node: { properties?: Record<string, never>; oneOf?: never[]; const?: unknown; description?: string; type?: string }, path: string): void => {
      if (node.properties === undefined && node.oneOf === undefined && node.const === undefined && node.description === undefined) bare.push(path);
      for (const [key, child] of Object.entries(node.properties ?? {})) visit(child, `${path}.${key}`);
      for (const child of node.oneOf ?? []) visit(child, path);
    };
    visit(JSON.parse(environmentSchemaDocument()), "");
    expect(bare).toEqual([]);
  });
});
