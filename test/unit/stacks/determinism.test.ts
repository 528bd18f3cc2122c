import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environments, organisation } from "../../../environments";
import { createApp, sideFile, stackDefinitions } from "../../../stacks";
import { inTemporaryFolder } from "../../support/synth";

/** Every file of a synthesis, with its bytes as text. */
const synthesis = (timeZone: string, umask: number): Readonly<Record<string, string>> =>
  inTemporaryFolder((outdir) => {
    const before = { timeZone: process.env["TZ"], umask: process.umask(umask) };
    process.env["TZ"] = timeZone;
    try {
      const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions, outdir });
      app.synth();
      const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return {
        ...Object.fromEntries(files.map(({ parentPath, name }) => [join(parentPath, name).slice(outdir.length), readFileSync(join(parentPath, name), "utf8")])),
        "/portcullis.json": sideFile(stacks),
      };
    } finally {
      process.umask(before.umask);
      if (before.timeZone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before.timeZone;
    }
  });

describe("synthesis", () => {
  // From one line of this file: the side file names the lines that led to a resource.
  const places = [["UTC", 0o022], ["Pacific/Auckland", 0o077]] as const;
  const [first = {}, second = {}] = places.map(([timeZone, umask]) => synthesis(timeZone, umask));

  test("gives the same bytes in any folder, time zone and umask", () => {
    expect(Object.keys(first).length).toBeGreaterThan(stackDefinitions.length * environments.length);
    expect(second).toEqual(first);
  });

  test("writes no path of this machine and no time", () => {
    for (const text of Object.values(first)) {
      expect(text).not.toContain(process.cwd());
      expect(text).not.toMatch(/\b20\d\d-\d\d-\d\dT/);
    }
  });
});
