import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `./portcullis list --format json` says, as far as it is used here. */
interface Listed {
  readonly environments: readonly {
    readonly name: string;
    readonly stage: "dev" | "staging" | "prod";
    readonly wave: number;
    readonly accountId: string;
    readonly region: string;
    readonly planRoleArn: string;
    readonly applyRoleArn: string;
  }[];
  readonly stacks: readonly { readonly id: string; readonly environment: string; readonly stack: string }[];
}

/** Written by `npm run list`. */
const listed: Listed = JSON.parse(readFileSync(join(__dirname, "..", "environments.json"), "utf8"));

/** In the order of promotion. */
export const environments = [...listed.environments].sort((one, other) => one.wave - other.wave);

/** Stacks of an environment; the bootstrap is applied by a person. */
export const stacksOf = (environment: string): readonly string[] => listed.stacks.filter((each) => each.environment === environment && each.stack !== "bootstrap").map(({ id }) => id);
