import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { severities } from "../../../scripts/findings";

const root = join(__dirname, "..", "..", "..");
const folder = join(root, "scripts", "gate");
const sources = readdirSync(folder).filter((file) => file.endsWith(".ts") && !/^(?:waivers|penetration-tests|virtual-patches)\.ts$/.test(file)).map((file) => readFileSync(join(folder, file), "utf8"));
const page = readFileSync(join(root, "docs", "gate.md"), "utf8");

test("docs/gate.md explains every reason for which the gate stops or warns, and no other", () => {
  const written = sources.flatMap((text) => [...text.matchAll(/(?:reason\(|: \[)"([a-z]+(?:-[a-z]+)+)"/g)].map(([, id]) => id!));
  const lists = ["exploited", "exploit-probability"].flatMap((list) => [`${list}-missing`, `${list}-stale`]);
  const all = new Set([...written, ...lists, ...severities.map((severity) => `finding-${severity}`)]);
  const explained = [...page.matchAll(/`((?:nothing|report|record|tool|rules|too|coverage|tests|exploited|exploit|baseline|finding)-[a-z-]+)`/g)].map(([, id]) => id!);
  expect([...all].filter((id) => !explained.includes(id))).toEqual([]);
  expect(explained.filter((id) => !all.has(id))).toEqual([]);
  expect(all.size).toBeGreaterThan(35);
});
