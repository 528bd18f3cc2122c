import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { authorOf, readCheckout, requireClean, revisionOf } from "../../../scripts/git";
import { temporaryFolder } from "../../support/temporary-folder";

const root = temporaryFolder();
const git = (author: string, ...args: string[]) => execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", `user.email=${author}`, ...args]);
const commit = async (author: string) => {
  git(author, "commit", "--quiet", "--allow-empty", "-m", author);
  return (await readCheckout(root)).commit;
};

test("a folder without a commit is no repository to promote from", async () => {
  await expect(readCheckout(root)).rejects.toMatchObject({ exitCode: 2, fault: { id: "not-a-repository" } });
});

test("a release's author is that of its own commit, whatever is checked out", async () => {
  git("x", "init", "--quiet");
  const first = await commit("one@example.org");
  await commit("two@example.org");
  expect(await authorOf(root, first)).toBe("one@example.org");
  expect(await authorOf(root, `${first}+uncommitted`)).toBe("one@example.org");
  expect(await authorOf(root, "0".repeat(40))).toBeUndefined();
  expect(await authorOf(root, "--output=/tmp/x")).toBeUndefined();
});

test("uncommitted changes make another revision, and are refused with their paths", async () => {
  const clean = await readCheckout(root);
  expect(revisionOf(clean)).toBe(clean.commit);
  writeFileSync(join(root, "new.ts"), "");
  const dirty = await readCheckout(root);
  expect(revisionOf(dirty)).toBe(`${clean.commit}+uncommitted`);
  expect(() => requireClean(dirty)).toThrow(expect.objectContaining({ exitCode: 2, fault: expect.objectContaining({ id: "dirty-tree", where: "new.ts" }) }));
});
