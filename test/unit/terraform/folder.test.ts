import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adoptInit, prepareFolder } from "../../../scripts/terraform";
import { temporaryFolder } from "../../support/temporary-folder";

const stackWith = (...files: readonly string[]) => {
  const root = temporaryFolder();
  const stackFolder = join(root, "stack");
  mkdirSync(join(stackFolder, "assets"), { recursive: true });
  for (const file of ["cdk.tf.json", "assets/a.zip", ...files]) writeFileSync(join(stackFolder, file), file);
  return { root, stackFolder, workFolder: join(root, "work") };
};

describe("prepareFolder", () => {
  test("copies what was synthesised, privately, and nothing that other commands left", async () => {
    const folders = stackWith("plan", "terraform.tfstate", ".terraform.lock.hcl", "backend_override.tf.json");
    mkdirSync(folders.workFolder);
    writeFileSync(join(folders.workFolder, "old.tfplan"), "");
    await prepareFolder(folders);
    expect(readdirSync(folders.workFolder).sort()).toEqual(["assets", "cdk.tf.json"]);
    expect(readdirSync(join(folders.workFolder, "assets"))).toEqual(["a.zip"]);
    expect(statSync(folders.workFolder).mode & 0o777).toBe(0o700);
  });
  test("takes the repository's lock file where there is one", async () => {
    const folders = stackWith();
    writeFileSync(join(folders.root, "lock"), "");
    await prepareFolder({ ...folders, lockFile: join(folders.root, "lock") });
    expect(readdirSync(folders.workFolder)).toContain(".terraform.lock.hcl");
    await prepareFolder({ ...folders, lockFile: join(folders.root, "no-lock") });
    expect(readdirSync(folders.workFolder)).not.toContain(".terraform.lock.hcl");
  });
  test.each(["extra.tf", "override.tf.json", "x.auto.tfvars", "terraform.tfvars.json", "main.tofu"])("refuses %s", async (file) => {
    await expect(prepareFolder(stackWith(file))).rejects.toMatchObject({ exitCode: 2, fault: { id: "unexpected-file", where: expect.stringContaining(file) } });
  });
  test("refuses a symbolic link, also below", async () => {
    const folders = stackWith();
    symlinkSync("/etc/passwd", join(folders.stackFolder, "assets", "link"));
    await expect(prepareFolder(folders)).rejects.toMatchObject({ fault: { id: "unexpected-file" } });
  });
  test("says when nothing was synthesised", async () => {
    await expect(prepareFolder({ stackFolder: "/nowhere/stack", workFolder: stackWith().workFolder })).rejects.toMatchObject({ exitCode: 2, fault: { id: "not-synthesised" } });
  });
});

describe("adoptInit", () => {
  const initialised = () => {
    const { stackFolder } = stackWith(".terraform.lock.hcl");
    mkdirSync(join(stackFolder, ".terraform"));
    writeFileSync(join(stackFolder, ".terraform", "terraform.tfstate"), "{}");
    return stackFolder;
  };
  test("takes over links and lock file", async () => {
    const { stackFolder } = stackWith();
    expect(await adoptInit(initialised(), stackFolder)).toBe(true);
    expect(readdirSync(stackFolder)).toEqual(expect.arrayContaining([".terraform", ".terraform.lock.hcl"]));
  });
  test("not for another lock file, nor from a folder without init", async () => {
    const other = stackWith(".terraform.lock.hcl").stackFolder;
    writeFileSync(join(other, ".terraform.lock.hcl"), "another");
    expect(await adoptInit(initialised(), other)).toBe(false);
    expect(await adoptInit(other, stackWith().stackFolder)).toBe(false);
  });
});
