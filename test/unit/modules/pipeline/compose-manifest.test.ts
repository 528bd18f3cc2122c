import { composePipeline, type Application, type GateManifest } from "../../../../modules/pipeline";
import { scanTools } from "../../../../modules/scan-tools";
import { parseManifest } from "../../../../scripts/gate";
import { exampleApplications, examplePath, examplePlatform } from "../../../support/delivery/castle";

const compose = (application: Application, names?: Parameters<typeof examplePath>[1]) => composePipeline(application, examplePlatform(application.name, { path: examplePath(application.name, names) }));

/** The script by which a gate is asked. */
const scriptOf = (application: Application, gate: string, names?: Parameters<typeof examplePath>[1]): string => {
  const found = compose(application, names).projects.find(({ part }) => part === `gate-${gate}`);
  if (found === undefined) throw new Error(`there is no gate ${gate}`);
  return [...found.buildspec.install, ...found.buildspec.build].join("\n");
};
const textOf = (script: string): string => /<<'END_OF_MANIFEST'\n(.*)\nEND_OF_MANIFEST/s.exec(script)?.[1] ?? "";
const manifestOf = (application: Application, gate: string, names?: Parameters<typeof examplePath>[1]): GateManifest => JSON.parse(textOf(scriptOf(application, gate, names))) as GateManifest;

/** Reports that the scans of a model write, without those of the build. */
const scanned = (application: Application, dynamic: boolean): readonly string[] => {
  const parts = compose(application).projects.map(({ part }) => part);
  return scanTools.filter(({ name, stage }) => parts.includes(name) && (dynamic || stage !== "dynamic-analysis")).flatMap(({ reports }) => reports.map(({ tool, file }) => `${tool} ${file}`));
};
const demanded = (manifest: GateManifest, isTest: boolean) => manifest.requires.filter(({ tool }) => ["junit", "lcov"].includes(tool) === isTest).map(({ tool, file }) => `${tool} ${file}`);

describe.each(Object.values(exampleApplications).map((application) => [application.target.kind, application] as const))("manifests of the target %s", (_kind, application) => {
  test("are what the gate reads", () => {
    for (const gate of ["dev", "staging", "prod"]) expect(parseManifest(textOf(scriptOf(application, gate)), "manifest.json").pipeline).toBe(`castle-prod-${application.name}`);
  });

  test("demand every report that was made before the gate, and no other", () => {
    expect([...demanded(manifestOf(application, "dev"), false)].sort()).toEqual([...scanned(application, false)].sort());
    for (const gate of ["staging", "prod"]) expect([...demanded(manifestOf(application, gate), false)].sort()).toEqual([...scanned(application, true)].sort());
    const release = scriptOf(application, "release", ["dev"]);
    expect([...demanded(JSON.parse(textOf(release)) as GateManifest, false)].sort()).toEqual([...scanned(application, true)].sort());
  });

  test("demand tests that ran and the coverage that is asked for, of each language", () => {
    const manifest = manifestOf(application, "dev");
    expect(demanded(manifest, true)).toEqual(application.languages.flatMap((language) => [`junit junit-${language}.xml`, `lcov lcov-${language}.info`]));
    for (const { tool, minimumLooked, minimumCoverage } of manifest.requires.filter(({ tool: of }) => ["junit", "lcov"].includes(of))) {
      expect([minimumLooked, minimumCoverage]).toEqual([1, tool === "lcov" ? (application.minimumCoverage ?? 80) : undefined]);
    }
  });

  test("are asked with the format and the place of each report", () => {
    const script = scriptOf(application, "prod");
    for (const { file, formats } of manifestOf(application, "prod").requires) expect(script).toMatch(new RegExp(`--as "${formats[0]}=\\$REPORTS/[a-z0-9-]+/${file.replaceAll(".", "\\.")}"`));
    expect(script.match(/--as "/g)).toHaveLength(manifestOf(application, "prod").requires.length);
  });
});

test("what looks at the artifact is bound to its digest, and all that the definition of a tool asks for is demanded", () => {
  const { requires } = manifestOf(exampleApplications.ecs, "prod");
  const parts = compose(exampleApplications.ecs).projects.map(({ part }) => part);
  for (const { reports } of scanTools.filter(({ name }) => parts.includes(name))) {
    for (const { tool, file, subject, minimumVersion, minimumRules = 1, minimumLooked = 1 } of reports) {
      expect(requires).toContainEqual(expect.objectContaining({ tool, file, minimumRules, minimumLooked, ...(subject === undefined ? {} : { subject }), ...(minimumVersion === undefined ? {} : { minimumVersion }) }));
    }
  }
});
