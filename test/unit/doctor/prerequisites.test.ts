import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder";

const script = join(__dirname, "..", "..", "..", "scripts", "prerequisites.mjs");
const folder = temporaryFolder();
let made = 0;

interface Found {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly path?: string;
  readonly remedy?: string;
}

/** A PATH on which nothing is but these programs: what each prints. Python prints its version, then `venv` if it has that. */
const check = (programs: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}): Record<string, Found> & { readonly exit: number } => {
  made += 1;
  const bin = join(folder, String(made));
  mkdirSync(bin);
  for (const [name, output] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\ncat <<'END'\n${output}\nEND\n`);
    chmodSync(join(bin, name), 0o755);
  }
  // The programs are shell scripts that use cat.
  const path = `${bin}:${tools()}`;
  const result = spawnSync(process.execPath, [script, "--format", "json"], { encoding: "utf8", env: { PATH: path, ...environment } });
  const checks = JSON.parse(result.stdout) as Found[];
  return { ...Object.fromEntries(checks.map((entry) => [entry.name, entry])), exit: result.status } as never;
};

let toolFolder: string | undefined;
function tools(): string {
  if (toolFolder === undefined) {
    toolFolder = join(folder, "tools");
    mkdirSync(toolFolder);
    const cat = execFileSync("/bin/sh", ["-c", "command -v cat"], { encoding: "utf8" }).trim();
    writeFileSync(join(toolFolder, "cat"), `#!/bin/sh\nexec ${cat} "$@"\n`);
    chmodSync(join(toolFolder, "cat"), 0o755);
  }
  return toolFolder;
}

const terraform = (version: string) => `Terraform v${version}\n{"terraform_version": "${version}"}`;
const opentofu = (version: string) => `OpenTofu v${version}\n{"terraform_version": "${version}"}`;
const goodPython = "3.12.1\nvenv";

describe("prerequisites", () => {
  it("are met by programs that are new enough", () => {
    const found = check({ python3: goodPython, terraform: terraform("1.11.4") });
    expect(found.exit).toBe(0);
    expect([found.node!.ok, found.python!.ok, found.terraform!.ok]).toEqual([true, true, true]);
    expect(found.python!.remedy).toBeUndefined();
  });

  it("each say what to do where nothing is there, and the exit code is 2", () => {
    const found = check({});
    expect(found.exit).toBe(2);
    expect([found.python!.found, found.terraform!.found]).toEqual(["not found", "not found"]);
    expect(found.python!.remedy).toContain("Install Python 3.10");
    expect(found.terraform!.remedy).toContain("Install Terraform 1.11");
  });

  test.each(["3.9.18", "3.6.15", "2.7.18"])("refuse Python %s as too old", (version) => {
    const found = check({ python3: `${version}\nvenv` });
    expect([found.python!.ok, found.python!.found]).toEqual([false, expect.stringContaining(`${version}, too old`)]);
  });

  it("find a newer Python beside one that is too old", () => {
    const found = check({ python3: "3.9.1\nvenv", "python3.11": "3.11.2\nvenv" });
    expect([found.python!.ok, found.python!.path]).toEqual([true, expect.stringMatching(/python3\.11$/)]);
  });

  it("prefer a Python that the packages were tried with to a newer one, but take the newer one alone", () => {
    expect(check({ python3: "3.15.0\nvenv", "python3.12": goodPython }).python!.path).toMatch(/python3\.12$/);
    expect(check({ python3: "3.15.0\nvenv" }).python!.ok).toBe(true);
  });

  it("refuse a Python without venv and name the package", () => {
    const found = check({ python3: "3.11.2" });
    expect([found.python!.ok, found.python!.remedy]).toEqual([false, expect.stringContaining("python3-venv")]);
  });

  it("refuse a program that is no Python at all", () => {
    expect(check({ python3: "hello" }).python!.found).toContain("does not start");
  });

  test.each(["1.10.5", "0.15.1"])("refuse Terraform %s as too old", (version) => {
    const found = check({ terraform: terraform(version) });
    expect([found.terraform!.ok, found.terraform!.found]).toEqual([false, expect.stringContaining(`${version}, too old`)]);
  });

  it("take OpenTofu from 1.10 on where there is no Terraform", () => {
    expect(check({ tofu: opentofu("1.10.0") }).terraform).toMatchObject({ ok: true, found: expect.stringContaining("OpenTofu 1.10.0") });
    expect(check({ tofu: opentofu("1.9.0") }).terraform!.ok).toBe(false);
  });

  it("ask for the program that TERRAFORM_BINARY_NAME names, and no other", () => {
    const found = check({ terraform: terraform("1.11.4") }, { TERRAFORM_BINARY_NAME: "my-terraform" });
    expect([found.terraform!.ok, found.terraform!.found]).toEqual([false, expect.stringContaining("my-terraform")]);
  });
});
