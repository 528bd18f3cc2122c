import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkCredentials, checkDisk, checkEmulator, checkGit, checkProvider } from "../../../scripts/doctor/surroundings";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const home = () => mkdtempSync(join(folder, "home-"));

describe("credentials", () => {
  it("are none in an empty home, and that is no fault", () => {
    expect(checkCredentials({ HOME: home() })).toMatchObject({ state: "note", remedy: expect.stringContaining("npm start") });
  });

  it("are named by where they come from, never by their value", () => {
    const check = checkCredentials({ HOME: home(), AWS_ACCESS_KEY_ID: "AKIASECRETVALUE", AWS_SECRET_ACCESS_KEY: "hidden" });
    expect(check.state).toBe("ok");
    expect(JSON.stringify(check)).not.toMatch(/AKIASECRETVALUE|hidden/);
  });

  it("are found in the shared file", () => {
    const where = home();
    mkdirSync(join(where, ".aws"));
    writeFileSync(join(where, ".aws", "credentials"), "");
    expect(checkCredentials({ HOME: where }).found).toContain(join(".aws", "credentials"));
  });

  it("come with the endpoint that an inherited variable names", () => {
    expect(checkCredentials({ HOME: home(), AWS_ENDPOINT_URL: "http://127.0.0.1:1" }).found).toContain("http://127.0.0.1:1");
  });
});

describe("git", () => {
  const git = (root: string, ...words: string[]) =>
    execFileSync("git", ["-C", root, "-c", "user.name=Test", "-c", "user.email=test@example.com", ...words]);

  it("notes a folder that is no repository", async () => {
    const check = await checkGit(home(), { ...process.env, GIT_CEILING_DIRECTORIES: folder });
    expect(check).toMatchObject({ state: "note", remedy: expect.stringContaining("git init") });
  });

  it("is fine in a clean checkout, and notes a change", async () => {
    const root = home();
    git(root, "init", "--quiet");
    writeFileSync(join(root, "file"), "1");
    git(root, "add", ".");
    git(root, "commit", "--quiet", "--no-gpg-sign", "-m", "first");
    expect((await checkGit(root, process.env)).state).toBe("ok");
    writeFileSync(join(root, "file"), "2");
    expect(await checkGit(root, process.env)).toMatchObject({ state: "note", remedy: expect.stringContaining("Commit") });
  });

  it("is missing where it is not on the PATH", async () => {
    expect(await checkGit(home(), { PATH: folder })).toMatchObject({ state: "missing" });
  });
});

describe("the rest", () => {
  it("notes a Terraform configuration file that does not exist", () => {
    expect(checkProvider({ HOME: home(), TF_CLI_CONFIG_FILE: join(folder, "no-such-file") })).toMatchObject({
      state: "note",
      found: expect.stringContaining("no-such-file"),
      remedy: expect.stringContaining("Unset TF_CLI_CONFIG_FILE"),
    });
  });

  it("tells the free space and where no emulator runs", async () => {
    expect((await checkDisk(folder)).found).toMatch(/^\d+\.\d GB free$/);
    expect(await checkEmulator(home())).toMatchObject({ state: "ok", found: expect.stringContaining("not running") });
  });

  it("notes an emulator that died", async () => {
    const root = home();
    mkdirSync(join(root, ".portcullis"));
    const state = { version: 1, endpoint: "http://127.0.0.1:1", port: 1, pid: 2 ** 22 - 1, instance: "x", startedAt: "", idleMinutes: 60 };
    writeFileSync(join(root, ".portcullis", "emulator.json"), JSON.stringify(state));
    expect(await checkEmulator(root)).toMatchObject({ state: "note", remedy: expect.stringContaining("npm start") });
  });
});
