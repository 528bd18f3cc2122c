/**
 * Stand-in of docker's client 28 (Docker documentation, "docker" command line reference): images are files of JSON, and a push is written down
 * as the calls by which ECR takes it (ECR User Guide, "Pushing a Docker image": the actions that a push needs).
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, record, refuse, world } from "./_options.mjs";

const [command, ...words] = process.argv.slice(2);
const image = join(world, "image.json");
const idOf = (bytes) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
/** Unpacked, so that of two files of one name the last one counts, as for Docker. */
const configOf = (input) => {
  const folder = mkdtempSync(join(world, "loaded-"));
  execFileSync("tar", ["--extract", "--file", input, "--directory", folder]);
  return readFileSync(join(folder, JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"))[0].Config));
};
const loaded = () => (existsSync(image) ? JSON.parse(readFileSync(image, "utf8")) : refuse("there is no image"));

const commands = {
  build: { options: { "--tag": "value", "--file": "value", "--quiet": "flag" }, run: () => writeFileSync(image, JSON.stringify({ id: idOf("built") })) },
  save: { options: { "--output": "value" }, run: (_, { "--output": [output] }) => writeFileSync(output, "built") },
  load: { options: { "--quiet": "flag", "--input": "value" }, run: (_, { "--input": [input] }) => writeFileSync(image, JSON.stringify({ id: idOf(configOf(input)) })) },
  tag: { options: {}, run: () => loaded() },
  login: {
    options: { "--username": "value", "--password-stdin": "flag" },
    run: (_, options) => {
      if (!options["--password-stdin"] || readFileSync(0, "utf8").trim() === "") refuse("the password comes on stdin");
    },
  },
  push: {
    options: { "--quiet": "flag" },
    run: ([name]) => {
      const [, account, region, repository] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:]+):/.exec(name) ?? refuse(`${name} is in no registry of ECR`);
      for (const action of ["BatchCheckLayerAvailability", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage"]) record("ecr", action, `arn:aws:ecr:${region}:${account}:repository/${repository}`);
      writeFileSync(join(world, "pushed.json"), JSON.stringify({ imageId: { imageDigest: idOf("manifest") }, imageManifest: JSON.stringify({ config: { digest: loaded().id } }) }));
    },
  },
  image: {
    options: { "--format": "value" },
    run: ([what], { "--format": [format] = [] }) => {
      if (what !== "inspect" || format !== "{{.Id}}") refuse(`docker image ${what} is not stood in for`);
      process.stdout.write(`${loaded().id}\n`);
    },
  },
};
const found = commands[command] ?? refuse(`docker ${command} is not stood in for`);
const { positional, options } = parse(words, found.options);
found.run(positional, options);
