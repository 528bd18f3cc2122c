import { createHash } from "node:crypto";
import { findProgram } from "../../support/delivery/harness";
import { tarOf, type Contents } from "../../support/delivery/archives";

/** EICAR's test file: every scanner of malware knows it, so it lies nowhere in this repository in one piece. */
export const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTI", "VIRUS-TEST-FILE!$H+H*"].join("");

export const digestOf = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** An image as `docker save` writes it: a tar of layers, each a tar, and a list of them. */
export const imageOf = async (...layers: readonly Contents[]): Promise<Buffer> => {
  const packed = await Promise.all(layers.map(async (layer, index) => [`blobs/sha256/${String(index).repeat(64)}`, await tarOf(layer)] as const));
  const manifest = JSON.stringify([{ Config: "config.json", RepoTags: ["orders:1"], Layers: packed.map(([name]) => name) }]);
  return tarOf({ ...Object.fromEntries(packed), "config.json": "{}", "manifest.json": manifest });
};

/** `describe`, skipped with the reason printed where the program is not on this machine. */
export const describeWith = (name: string): typeof describe | typeof describe.skip => {
  if (findProgram(name) !== undefined) return describe;
  process.stderr.write(`${name} is not here: its tests are skipped\n`);
  return describe.skip;
};
