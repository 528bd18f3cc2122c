import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "./act-runner";
import { listed } from "./listed";

describe("./portcullis list --format json", () => {
  it("prints what the workflows read: environments in the order of promotion, with wave, account and roles", () => {
    const printed = execFileSync(process.execPath, [join(repository, "portcullis"), "list", "--format", "json"], { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(JSON.parse(printed).environments).toEqual(listed);
  });
});
