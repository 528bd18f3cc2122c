import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFile, modulePages, readModules } from "../../../scripts/module-pages";
import { inTemporaryFolder } from "../../support/synth";

const gate = `
import { satisfies } from "../core";

export interface GateProps {
  /** How many it holds back. */
  readonly guards: number;
  /** Who may pass. @default nobody */
  readonly guests?: readonly string[];
  readonly unsafe?: {
    /** Leaves it open | ajar. */
    readonly open?: string;
  };
}

/**
 * Keeps people out: all of them.
 *
 * @example
 * new Gate(scope, "gate", { guards: 2 });
 */
export class Gate {
  constructor() {
    satisfies(this, "castle-1:1.1");
  }
}

/** Height in metres. It is never lower. */
export const height = 4;
const hidden = 1;
`;

/** A repository of one module. */
const inRepository = <Result>(use: (root: string) => Result): Result =>
  inTemporaryFolder((root) => {
    mkdirSync(join(root, "modules", "gate"), { recursive: true });
    writeFileSync(join(root, "modules", "gate", "gate.ts"), gate);
    writeFileSync(join(root, "modules", "gate", "index.ts"), 'export { Gate, type GateProps } from "./gate";\nexport * from "./gate-height";\n');
    writeFileSync(join(root, "modules", "gate", "gate-height.ts"), "/** Height in feet. */\nexport const feet = 13;\n");
    return use(root);
  });

describe("the page of a module", () => {
  const page = inRepository((root) => modulePages(root)["gate.md"]!);

  it("says once what the module is for, and which controls it claims", () => {
    expect(page.match(/Keeps people out: all of them\./g)).toHaveLength(1);
    expect(page).toContain("Satisfies `castle-1:1.1`");
  });

  it("lists every property with type, default and meaning, those of inner objects too", () => {
    expect(page).toContain("| `guards` | `number` | mandatory | How many it holds back. |");
    expect(page).toContain("| `guests` | `readonly string[]` | nobody | Who may pass. |");
    expect(page).toContain("| `unsafe.open` | `string` | none | Leaves it open \\| ajar. |");
  });

  it("shows the example with what it imports", () => {
    expect(page).toContain('```ts\nimport { Gate } from "../modules/gate";\n\nnew Gate(scope, "gate", { guards: 2 });\n```');
  });

  it("names what else the index exports, and nothing that it does not", () => {
    expect(page).toContain("| `feet` | value | Height in feet. |");
    expect(page).not.toContain("hidden");
    expect(page).not.toContain("metres");
  });

  it("is one of a list", () => {
    expect(inRepository((root) => modulePages(root)["README.md"])).toContain("| [gate](gate.md) | Keeps people out: all of them. | castle-1:1.1 |");
  });
});

test("an example is a file that compiles by itself; a word in quotes or a key imports nothing", () => {
  const text = inRepository((root) => exampleFile('use({ Gate: "Gate" }, feet);', readModules(root), ".."));
  expect(text).toBe('import { feet } from "../gate";\nimport type { Construct } from "constructs";\n\nexport const example = (scope: Construct): void => {\n  use({ Gate: "Gate" }, feet);\n};\n');
});
