import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMoved } from "../../../scripts/promotion/bootstrap";
import type { Operation } from "../../../scripts/promotion";
import { workFolder } from "../../../scripts/promotion/operation";
import { planFolder, removePlanFolders } from "../../../scripts/promotion/plan-folder";
import { openJournal, requireNoneUnfinished } from "../../../scripts/promotion/recovery";
import { temporaryFolder } from "../../support/temporary-folder";

const operation = { root: temporaryFolder(), environment: {} } as Operation;

describe("a bundle of a stack whose apply was interrupted", () => {
  const meta = (created: number) => ({ stack: "dev-a", environment: "dev", created: new Date(created).toISOString() });

  test("is refused where it was planned before, and taken where it was planned after", async () => {
    await expect(requireNoneUnfinished(operation, meta(Date.now()))).resolves.toBeUndefined();
    await openJournal(operation, { meta: { stack: "dev-a", release: "r1" }, planFile: Buffer.from("plan") });
    await expect(requireNoneUnfinished(operation, meta(Date.now() - 1000))).rejects.toMatchObject({ exitCode: 3, fault: { id: "journal-exists", remedy: expect.stringContaining("plan dev") } });
    await expect(requireNoneUnfinished(operation, meta(Date.now() + 1000))).resolves.toBeUndefined();
  });
});

describe("a bootstrap's state on disk", () => {
  const file = join(operation.root, "local.tfstate");
  const remote = { lineage: "l", serial: 4 };
  const kept = (state: object) => writeFileSync(file, JSON.stringify(state));

  test("is left alone where the bucket has it already, or something newer", async () => {
    kept({ lineage: "l", serial: 4 });
    expect(await isMoved(file, remote)).toBe(true);
    kept({ lineage: "l", serial: 3 });
    expect(await isMoved(file, remote)).toBe(true);
  });
  test("still has to be moved where it is ahead", async () => {
    kept({ lineage: "l", serial: 5 });
    expect(await isMoved(file, remote)).toBe(false);
  });
  test("never replaces that of another bootstrap", async () => {
    kept({ lineage: "other", serial: 9 });
    await expect(isMoved(file, remote)).rejects.toMatchObject({ exitCode: 1, fault: { id: "bootstrap-unclean", where: file } });
  });
});

test("a run removes its own plans and those of dead runs, never those of one that still works", async () => {
  const work = join(workFolder(operation), "work");
  const alive = join(work, String(process.ppid));
  for (const folder of [planFolder(operation, "dev-a"), join(work, "4194999"), join(work, "dev-a"), alive]) mkdirSync(folder, { recursive: true });
  await removePlanFolders(operation);
  expect([planFolder(operation, "dev-a"), join(work, "4194999"), join(work, "dev-a"), alive].map((folder) => existsSync(folder))).toEqual([false, false, false, true]);
});
