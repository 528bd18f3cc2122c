import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { scanTools } from "../../../modules/scan-tools";
import { registry } from "../../../modules/scan-tools/tools/semgrep";
import { python } from "../python";
import { temporaryFolder } from "../temporary-folder";
import { launcherOf, tarGzOf } from "./archives";
import type { BuildOptions } from "./build";
import type { Machine } from "./driver";
import type { DeclaredBuild } from "./driver-declared";
import { clamscanScript, curlScript, dockerScript, freshclamScript, osvScannerScript, trivyScript, wapitiScript, zapScript } from "./driver-stand-ins";
import { packedPortcullis } from "./package";
import { findProgram } from "./programs";
import { checkoutOf, git } from "./source";

const standIns = join(__dirname, "stand-ins");
const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Programs that a walk runs for real. Those of Python may be of the repository's own environment. */
const realPrograms = ["gitleaks", "detect-secrets", "semgrep", "checkov", "clamscan", "sigtool", "yara"] as const;
export type RealProgram = (typeof realPrograms)[number];

const placeOf = (program: RealProgram): string | undefined => findProgram(program) ?? findProgram(join(dirname(python()), program));

/** Those that are not on this machine: without them nothing can be walked. */
export const missingPrograms = (): readonly RealProgram[] => realPrograms.filter((program) => placeOf(program) === undefined);

const toolOf = (name: string) => scanTools.find((tool) => tool.name === name)!;

/** Rules of a repository laid out as the registry's is: two, for what no rule of ours finds. */
const rule = `rules:
  - id: eval-of-a-parameter
    languages: [javascript]
    severity: ERROR
    message: What a caller gives is run as code.
    metadata: { cwe: ["CWE-95: Improper Neutralization of Directives in Dynamically Evaluated Code"] }
    pattern: eval($ANY)
`;
const ourRules = (): number => {
  const folder = join(__dirname, "..", "..", "..", "policies", "semgrep");
  return Number(execFileSync("bash", ["-c", "cat *.yaml | grep --count '^  - id:'"], { cwd: folder, encoding: "utf8" }));
};

interface Registry {
  readonly url: string;
  readonly commit: string;
  readonly sha256: string;
  readonly total: number;
}
const makeRegistry = (): Registry => {
  const file = "javascript/lang/security/eval.yaml";
  const folder = checkoutOf({ ...Object.fromEntries(["go", "java", "python", "typescript"].map((language) => [`${language}/lang/security/README.yaml.md`, "None\n"])), [file]: rule });
  return { url: `file://${folder}`, commit: git(folder, "rev-parse", "HEAD"), sha256: sha256(`${sha256(rule)}  ./${file}\n`), total: ourRules() + 1 };
};

/** A database of one signature, as `sigtool --build` makes it, unsigned: the vendor's are signed and hundreds of megabytes. */
const makeSignatures = (sigtool: string): string => {
  const folder = temporaryFolder();
  // Type 0 is any file, `*` any place (ClamAV, "Extended signature format").
  writeFileSync(join(folder, "daily.ndb"), `Eicar-Test-File:0:*:${Buffer.from("$EICAR-STANDARD-ANTI").toString("hex")}\n`);
  writeFileSync(join(folder, "COPYING"), "None\n");
  execFileSync(sigtool, ["--build=daily.cud", "--unsigned", "--cvd-version=1", "--no-cdiff"], { cwd: folder, env: { SIGNDUSER: "driver", PATH: process.env["PATH"] }, stdio: "ignore" });
  return join(folder, "daily.cud");
};

/** A vendor's package for Debian in miniature. */
const debOf = async (files: Readonly<Record<string, string>>): Promise<Buffer> => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "data.tar.gz"), await tarGzOf(files));
  execFileSync("ar", ["q", "package.deb", "data.tar.gz"], { cwd: folder, stdio: "ignore" });
  return readFileSync(join(folder, "package.deb"));
};

/** The release's source of YARA in miniature: its `make install` lays down this machine's program. */
const yaraSource = (program: string): Promise<Buffer> =>
  tarGzOf({
    "yara/bootstrap.sh": "#!/bin/bash\n",
    "yara/configure": `#!/bin/bash\nset -e\nfor word in "$@"; do case "$word" in --prefix=*) echo "\${word#*=}" > prefix ;; esac; done\n`,
    "yara/program": launcherOf(program),
    "yara/install": `#!/bin/bash\nset -e\nmkdir --parents "$(cat prefix)/bin"\ncp program "$(cat prefix)/bin/yara"\n`,
  });

/** The lists that the gate of production fetches, as their publishers lay them out. */
const lists = (): Readonly<Record<string, string | Buffer>> => ({
  "https://raw.githubusercontent.com/cisagov/kev-data/develop/known_exploited_vulnerabilities.json": JSON.stringify({ title: "CISA Catalog of Known Exploited Vulnerabilities", catalogVersion: "1", dateReleased: new Date().toISOString(), count: 1, vulnerabilities: [{ cveID: "CVE-2014-0160" }] }),
  "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz": gzipSync(`#model_version:v2025.03.14,score_date:${new Date().toISOString().replace(/\.\d+Z/, "+0000")}\ncve,epss,percentile\nCVE-2014-0160,0.9,0.9\n`),
});

/** Another Portcullis than the one that the stack was told of: what the platform has released since. */
export interface Release {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** This checkout as a release, with another file of waivers. */
export const releaseWithWaivers = (waivers: string): Release => {
  const folder = temporaryFolder();
  execFileSync("tar", ["--extract", "--gzip", "--file", "-", "--directory", folder], { input: packedPortcullis().bytes });
  writeFileSync(join(folder, "package", "policies", "waivers.yaml"), waivers);
  const bytes = execFileSync("tar", ["--create", "--gzip", "--file", "-", "--directory", folder, "package"], { maxBuffer: 2 ** 28 });
  return { sha256: sha256(bytes), bytes };
};

/**
 * What builds find here. Scanners are this machine's own where there are packages of them; their downloads are archives with launchers, pinned at what
 * those are, for the real ones are hundreds of megabytes. Trivy, osv-scanner, ZAP and wapiti are stand-ins.
 */
export class DriverMachine {
  private readonly folder = temporaryFolder();
  private readonly registry = makeRegistry();
  private readonly downloads: Promise<Readonly<Record<string, string | Buffer>>>;

  /** @param address of the application, which answers there */
  constructor(private readonly address: string) {
    this.downloads = this.makeDownloads();
  }

  private program(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  }

  private async makeDownloads(): Promise<Readonly<Record<string, string | Buffer>>> {
    const here = (name: RealProgram): string => placeOf(name)!;
    const url = (name: string): string => toolOf(name).downloads[0]!.url;
    const bin = "usr/local/bin";
    const clamav = await debOf({ [`${bin}/clamscan`]: clamscanScript(here("clamscan")), [`${bin}/freshclam`]: freshclamScript(makeSignatures(here("sigtool"))) });
    return {
      [url("gitleaks")]: await tarGzOf({ gitleaks: launcherOf(here("gitleaks")) }),
      [url("osv-scanner")]: launcherOf(this.program("osv-scanner.mjs", osvScannerScript)),
      [url("clamav")]: clamav,
      [url("yara")]: await yaraSource(here("yara")),
      [url("trivy")]: await tarGzOf({ trivy: launcherOf(this.program("trivy.mjs", trivyScript)) }),
      [url("zap-baseline")]: await tarGzOf({ [`ZAP_${toolOf("zap-baseline").version}/zap.sh`]: launcherOf(this.program("zap.mjs", zapScript)) }),
      ...lists(),
    };
  }

  /** What a gate asks of tools that are other here: fewer rules of semgrep, one signature of ClamAV, and a fork of detect-secrets that checkov brings along. */
  private manifest(text: string): string {
    const least: Readonly<Record<string, object>> = { semgrep: { minimumRules: this.registry.total }, clamav: { minimumRules: 1 }, "detect-secrets": { minimumRules: 20 } };
    return text.replace(/(<<'END_OF_MANIFEST'\n)(.*?)(\n\s*END_OF_MANIFEST)/s, (_all, before: string, manifest: string, after: string) => {
      const { requires, ...others } = JSON.parse(manifest) as { readonly requires: readonly { readonly tool: string }[] };
      return `${before}          ${JSON.stringify({ ...others, requires: requires.map((each) => ({ ...each, ...least[each.tool] })) })}${after}`;
    });
  }

  /** @param release instead of the one that the stack was told of */
  public async of(part: string, { source: { buildspec }, environment }: DeclaredBuild, release?: Release): Promise<Machine> {
    const downloads = await this.downloads;
    const { version, sha256: packed } = packedPortcullis();
    const { value: toolsBucket = "" } = environment.environmentVariables.find(({ name }) => name === "TOOLS_BUCKET") ?? {};
    const pins = [
      ...(scanTools.find(({ name }) => name === part)?.downloads ?? []).map((download) => ({ from: download.sha256, to: sha256(downloads[download.url]!) })),
      ...(part === "semgrep" ? (["url", "commit", "sha256"] as const).map((name) => ({ from: registry[name], to: this.registry[name] })) : []),
      ...(release === undefined ? [] : [{ from: packed, to: release.sha256 }]),
    ];
    const pinned = pins.reduce((text, { from, to }) => {
      if (!text.includes(from)) throw new Error(`${part} does not pin ${from}`);
      return text.replaceAll(from, to);
    }, buildspec);
    return { buildspec: part.startsWith("gate-") ? this.manifest(pinned) : pinned, options: { ...this.options(downloads), ...(release && { buckets: { [toolsBucket]: { [`portcullis-${version}.tgz`]: release.bytes } } }) } };
  }

  private options(downloads: NonNullable<BuildOptions["downloads"]>): Partial<BuildOptions> {
    const byPip = (name: "detect-secrets" | "semgrep" | "checkov") => ({ [name]: { [name]: placeOf(name)! } });
    const make = this.program("make", "#!/bin/bash\nexec bash install\n");
    return {
      downloads,
      pythonPackages: { ...byPip("detect-secrets"), ...byPip("semgrep"), ...byPip("checkov"), wapiti3: { wapiti: this.program("wapiti.mjs", wapitiScript(toolOf("wapiti").version)) }, "wapiti3-sources": {} },
      standIns: {
        ar: findProgram("ar")!,
        make,
        docker: this.program("docker", dockerScript(join(standIns, "docker.mjs"))),
        curl: this.program("curl", curlScript(this.address, join(standIns, "curl.mjs"))),
      },
    };
  }
}
