import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isGone } from "../terraform";
import { workFolder, type Operation } from "./operation";

type Place = Pick<Operation, "root" | "environment">;

const parentOf = (operation: Place) => join(workFolder(operation), "work");
const folderOfRun = (operation: Place) => join(parentOf(operation), String(process.pid));

/** Folder in which this run plans a stack. Every run has its own: two in one checkout would plan each other's trees. */
export const planFolder = (operation: Place, stack: string): string => join(folderOfRun(operation), stack);

/** Folder of a stack that no release declares any more, as this run writes it. */
export const removedFolder = (operation: Place, stack: string): string => join(folderOfRun(operation), "removed", stack);

/** Removes the folders of this run and those that runs which are no more have left: a plan holds secrets. */
export const removePlanFolders = async (operation: Place): Promise<void> => {
  const names = await readdir(parentOf(operation)).catch(() => []);
  const isOver = (name: string) => name === String(process.pid) || !/^\d+$/.test(name) || isGone({ pid: Number(name), startTime: "" });
  for (const name of names.filter(isOver)) await rm(join(parentOf(operation), name), { recursive: true, force: true });
};
