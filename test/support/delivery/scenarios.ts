import { dirname, join } from "node:path";
import type { ScanTool } from "../../../modules/scan-tools";
import { launcherOf, tarGzOf } from "./archives";
import { python } from "../python";
import type { BuildOptions } from "./build";

/** Files of one commit; `undefined` removes one. */
type Commit = Readonly<Record<string, string | undefined>>;

/** How the build of one tool is tried out. */
export interface Scenario {
  /** Program that looks: its name on the PATH of this machine, which may lack it, or the path of a stand-in. */
  readonly program: string;
  /** A source in which nothing is to be found, and one with a planted flaw; the commits of each. */
  readonly clean: readonly Commit[];
  readonly flawed: readonly Commit[];
  /** Lets the build find the program where it fetches its tool from. */
  readonly deliver: (program: string, tool: ScanTool) => Promise<Partial<BuildOptions>> | Partial<BuildOptions>;
}

/** Made up, in the form of a GitHub token, and put together here: it must not be found in this file. */
const token = ["ghp", "h3kQ9vZ1xR7sT2uW5yB8nM4cL6dF0gJpAe2K"].join("_");
const withoutSecret: readonly Commit[] = [{ "index.ts": "export const one = 1;\n" }, { "index.ts": "export const one = 2;\n" }];
const withSecretOnce: readonly Commit[] = [{ "config.ts": `export const token = "${token}";\n` }, { "config.ts": "export const token = undefined;\n" }];

/** The archive that a tool downloads first, with a launcher in the place of the vendor's binary. */
const inArchive = (file: string) => async (program: string, { downloads }: ScanTool): Promise<Partial<BuildOptions>> => ({ downloads: { [downloads[0]!.url]: await tarGzOf({ [file]: launcherOf(program) }) } });
const byPip = (name: string) => (program: string): Partial<BuildOptions> => ({ pythonPackages: { [name]: { [name]: program } } });

const standIn = (name: string): string => join(__dirname, "scanners", `${name}.mjs`);

const npmLock = (version: string): string => JSON.stringify({ name: "orders", version: "1.0.0", lockfileVersion: 3, packages: { "": { name: "orders", version: "1.0.0" }, "node_modules/lodash": { version } } });
const lodash = (version: string): readonly Commit[] => [{ "package.json": `{"name":"orders","version":"1.0.0"}`, "package-lock.json": npmLock(version) }];
const jinja = (version: string): readonly Commit[] => [{ "requirements.txt": `jinja2==${version} \\\n    --hash=sha256:${"0".repeat(64)}\n` }];

/**
 * Tool that looks at the source → how it is tried out. npm audit, pip-audit and osv-scanner ask services for what they know, which a test cannot:
 * stand-ins by their manuals are in their place. Tools that look at what was built or at what runs, licensed ones, and semgrep, whose rules are fetched by git, have tests
 * of their own.
 */
export const scenarios: Readonly<Record<string, Scenario>> = {
  gitleaks: { program: "gitleaks", clean: withoutSecret, flawed: withSecretOnce, deliver: inArchive("gitleaks") },
  "detect-secrets": { program: "detect-secrets", clean: withoutSecret, flawed: withSecretOnce, deliver: byPip("detect-secrets") },
  "npm-audit": { program: join(__dirname, "stand-ins", "npm.mjs"), clean: lodash("4.17.21"), flawed: lodash("4.17.20"), deliver: (program) => ({ standIns: { npm: program } }) },
  "pip-audit": { program: standIn("pip-audit"), clean: jinja("3.1.6"), flawed: jinja("2.11.2"), deliver: byPip("pip-audit") },
  "osv-scanner": {
    program: standIn("osv-scanner"),
    clean: lodash("4.17.21"),
    flawed: lodash("4.17.20"),
    deliver: (program, { downloads }) => ({ downloads: { [downloads[0]!.url]: launcherOf(program) } }),
  },
  checkov: {
    program: join(dirname(python()), "checkov"),
    clean: [{ "index.ts": "export const one = 1;\n" }],
    flawed: [{ "main.tf": `resource "aws_security_group_rule" "open" {\n  type              = "ingress"\n  from_port         = 22\n  to_port           = 22\n  protocol          = "tcp"\n  cidr_blocks       = ["0.0.0.0/0"]\n  security_group_id = "sg-1"\n}\n` }],
    deliver: byPip("checkov"),
  },
};
