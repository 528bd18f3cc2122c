import { existsSync } from "node:fs";
import { join } from "node:path";
import { plantTree, repository, runJson } from "./planted-tree";

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
  };
}

const rooms = ["main.ts", "environments", "stacks", "modules", "policies", "scripts"];

const cruise = (folder: string): Cruise["summary"] =>
  runJson<Cruise>(
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...rooms.filter((room) => existsSync(join(folder, room)))],
    folder,
  ).summary;

describe("the arrows between rooms", () => {
  it("hold in this repository", () => {
    const { totalCruised, violations } = cruise(repository);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(100);
  });

  /** Each file takes one wrong turn. */
  const wrongTurns: readonly (readonly [rule: string, file: string, text: string])[] = [
    ["environments-depend-on-nothing", "environments/dev.ts", 'import "../modules/vault";'],
    ["modules-take-props", "modules/tower/index.ts", 'import "../../environments";'],
    ["stacks-know-no-command", "stacks/keep.ts", 'import "../scripts/review";'],
    ["policies-judge-views", "policies/no-doors.ts", 'import "../stacks/keep";'],
    ["scripts-read-what-synth-wrote", "scripts/review/look.ts", 'import "../../modules/vault";'],
    ["commands-are-the-edge", "scripts/review/call.ts", 'import "../commands/plan";'],
    ["environments-by-their-face", "stacks/peek.ts", 'import "../environments/validate";'],
    ["modules-by-their-face", "modules/moat/index.ts", 'import "../vault/lock";'],
    ["modules-by-their-face-from-outside", "stacks/reach.ts", 'import "../modules/vault/lock";'],
    ["rooms-by-their-face", "scripts/promotion/index.ts", 'import "../review/inside";'],
    ["rooms-by-their-face-from-outside", "scripts/errors.ts", 'import "./review/inside";'],
    ["published-needs-little", "scripts/review/heavy.ts", 'import "cdktf";'],
    ["no-unresolvable", "scripts/review/lost.ts", 'import "./nowhere";'],
    ["no-cycles", "modules/vault/hinge.ts", 'import "./lock"; export const hinge = 1;'],
  ];

  it("are watched: every wrong turn is seen, and nothing else", () => {
    const { folder, remove } = plantTree({
      "main.ts": 'import "./stacks/keep";',
      "environments/index.ts": "export {};",
      "environments/validate.ts": "export {};",
      "modules/vault/index.ts": 'export * from "./lock";',
      "modules/vault/lock.ts": 'import "./hinge"; export const lock = 1;',
      "scripts/commands/plan.ts": 'import "../review";',
      "scripts/review/index.ts": 'import "./inside"; import type { App } from "cdktf"; export type X = App;',
      "scripts/review/inside.ts": "export {};",
      ...Object.fromEntries(wrongTurns.map(([, file, text]) => [file, text])),
    });
    try {
      const seen = cruise(folder).violations.map(({ rule, from }) => `${rule.name} ${from}`);
      // A cycle is reported from both of its ends, and a wrong turn may break a second rule on the way.
      expect(seen).toEqual(expect.arrayContaining(wrongTurns.map(([rule, file]) => `${rule} ${file}`)));
      const guilty = new Set([...wrongTurns.map(([, file]) => file), "modules/vault/lock.ts"]);
      expect(seen.filter((line) => !guilty.has(line.split(" ")[1] ?? ""))).toEqual([]);
    } finally {
      remove();
    }
  });
});
