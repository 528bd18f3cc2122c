/**
 * Stand-in of Terraform 1.11 (Terraform documentation, "terraform init", "plan", "show", "apply", "Backend type: s3"): its calls to the bucket of
 * states are written down, those of its providers are not known to it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse, record, refuse } from "./_options.mjs";

const known = {
  get: { "-no-color": "flag" },
  init: { "-input": "value", "-no-color": "flag", "-lockfile": "value", "-backend-config": "value" },
  plan: { "-input": "value", "-no-color": "flag", "-lock": "value", "-out": "value" },
  show: { "-no-color": "flag" },
  apply: { "-input": "value", "-no-color": "flag" },
};
// Terraform's options have one hyphen, and their value comes after a sign of equality or a space.
const words = process.argv.slice(2).flatMap((word) => (/^-[a-z-]+=/.test(word) ? [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)] : [word]));
const [command, ...rest] = words;
if (known[command] === undefined) refuse(`terraform ${command} is not stood in for`);
const { positional, options } = parse(rest, known[command]);

const backend = ".terraform-backend.json";
const state = () => JSON.parse(readFileSync(backend, "utf8"));
const arn = ({ bucket, key }, suffix = "") => `arn:aws:s3:::${bucket}/${key}${suffix}`;
const readState = () => {
  record("s3", "ListBucket", `arn:aws:s3:::${state().bucket}`, { context: { "s3:prefix": state().key } });
  record("s3", "GetObject", arn(state()));
};

({
  get: () => {},
  init: () => {
    writeFileSync(backend, JSON.stringify(Object.fromEntries(options["-backend-config"].map((each) => each.split("=")))));
    if (!existsSync(".terraform.lock.hcl") && options["-lockfile"]?.[0] === "readonly") refuse("there is no lock file, and none may be written");
  },
  plan: () => {
    readState();
    writeFileSync(options["-out"][0], "planned");
  },
  show: () => process.stdout.write(`${readFileSync(positional[0], "utf8")}\n`),
  apply: () => {
    if (readFileSync(positional[0], "utf8") !== "planned") refuse("this is no plan");
    for (const action of ["PutObject", "GetObject", "DeleteObject"]) record("s3", action, arn(state(), ".tflock"));
    readState();
    record("s3", "PutObject", arn(state()));
  },
})[command]();
