import { readdirSync } from "node:fs";
import { join } from "node:path";
import { environments, organisation, waveOf } from "../../../environments";

const folder = join(__dirname, "../../../environments");
/** Files of environments/ that are machinery, not an environment. */
const machinery = ["contacts", "cidr", "errors", "index", "load", "names", "organisation", "schema", "validate"];

describe("the repository's own environments", () => {
  it("are valid and stand in the order of promotion", () => {
    expect(environments.map(({ name }) => name)).toEqual(organisation.order.flat());
    expect(environments.map(({ stage }) => stage)).toEqual(["dev", "staging", "prod"]);
  });

  it("are all in the order: a file that nobody ordered would silently never be deployed", () => {
    const files = readdirSync(folder)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => file.replace(/\.ts$/, ""))
      .filter((name) => !machinery.includes(name));
    expect(files.sort()).toEqual([...organisation.order.flat()].sort());
  });

  it("start every WAF rule in count", () => {
    expect(environments.flatMap(({ edge }) => Object.values(edge.rules).map(({ action }) => action))).not.toContain("block");
  });

  it("give the wave of each, and refuse an unknown name", () => {
    expect(["dev", "staging", "prod"].map(waveOf)).toEqual([0, 1, 2]);
    expect(() => waveOf("qa")).toThrow("qa is in no wave");
  });
});
