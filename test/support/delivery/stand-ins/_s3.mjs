/** `aws s3` and `aws s3api`, as far as builds use them (AWS CLI Command Reference, "s3 cp", "s3 ls", "s3api"). */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { record, refuse, world } from "./_options.mjs";

const bucketFolder = (bucket) => join(world, "buckets", bucket);
const objectFile = (bucket, key) => join(bucketFolder(bucket), key);

/** `s3://bucket/key` → both. */
const location = (text) => {
  const match = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/(.*))?$/.exec(text);
  if (match === null) refuse(`${text} is no address of S3`);
  return { bucket: match[1], key: match[2] ?? "" };
};
const isS3 = (text) => text.startsWith("s3://");

const filesBelow = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)).filter((path) => statSync(path).isFile()).sort() : []);

const get = (bucket, key) => {
  record("s3", "GetObject", `arn:aws:s3:::${bucket}/${key}`);
  const file = objectFile(bucket, key);
  if (!existsSync(file) || !statSync(file).isFile()) {
    process.stderr.write(`fatal error: An error occurred (404) when calling the HeadObject operation: Key "${key}" does not exist\n`);
    process.exit(1);
  }
  return file;
};
const put = (bucket, key, bytes) => {
  record("s3", "PutObject", `arn:aws:s3:::${bucket}/${key}`);
  if (!existsSync(bucketFolder(bucket))) {
    process.stderr.write(`upload failed: An error occurred (NoSuchBucket) when calling the PutObject operation: ${bucket}\n`);
    process.exit(1);
  }
  mkdirSync(dirname(objectFile(bucket, key)), { recursive: true });
  writeFileSync(objectFile(bucket, key), bytes);
};
const list = (bucket, prefix) => {
  record("s3", "ListBucket", `arn:aws:s3:::${bucket}`, { context: { "s3:prefix": prefix } });
  return filesBelow(bucketFolder(bucket)).map((file) => relative(bucketFolder(bucket), file)).filter((key) => key.startsWith(prefix));
};

/** Keys under a prefix as a folder: a recursive copy works by folders, so that `reports` does not match `reports-old`. */
const asFolder = (prefix) => (prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`);

const copyAll = (from, to) => {
  if (isS3(from) && isS3(to)) refuse("a recursive copy between buckets is not stood in for");
  if (isS3(to)) {
    const { bucket, key } = location(to);
    for (const file of filesBelow(from)) put(bucket, `${asFolder(key)}${relative(from, file)}`, readFileSync(file));
    return;
  }
  const { bucket, key } = location(from);
  const prefix = asFolder(key);
  for (const found of list(bucket, prefix)) {
    const target = join(to, found.slice(prefix.length));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(get(bucket, found), target);
  }
};

const copyOne = (from, to) => {
  if (isS3(to)) {
    const { bucket, key } = location(to);
    const bytes = isS3(from) ? readFileSync(get(location(from).bucket, location(from).key)) : readFileSync(from === "-" ? 0 : from);
    return put(bucket, key === "" || key.endsWith("/") ? `${key}${from.split("/").at(-1)}` : key, bytes);
  }
  const { bucket, key } = location(from);
  const file = get(bucket, key);
  if (to === "-") return void process.stdout.write(readFileSync(file));
  const target = existsSync(to) && statSync(to).isDirectory() ? join(to, key.split("/").at(-1)) : to;
  mkdirSync(dirname(target), { recursive: true });
  cpSync(file, target);
  return undefined;
};

export const s3 = {
  cp: {
    options: { "--only-show-errors": "flag", "--quiet": "flag", "--no-progress": "flag", "--recursive": "flag", "--sse": "value", "--sse-kms-key-id": "value", "--content-type": "value", "--checksum-algorithm": "value" },
    run: ([from, to, ...more], options) => {
      if (to === undefined || more.length > 0) refuse("aws s3 cp takes a source and a destination");
      if (!isS3(from) && !isS3(to)) refuse("one of the two must be an address of S3");
      if (options["--recursive"]) copyAll(from, to);
      else copyOne(from, to);
    },
  },
  ls: {
    options: { "--recursive": "flag" },
    // Exit code 1 where nothing matches ("s3 ls").
    run: ([address], options) => {
      const { bucket, key } = location(address);
      const keys = list(bucket, key).filter((name) => options["--recursive"] || !name.slice(key.length).replace(/^\//, "").includes("/"));
      for (const name of keys) process.stdout.write(`2026-11-22 12:00:00 ${String(statSync(objectFile(bucket, name)).size).padStart(10)} ${options["--recursive"] ? name : name.split("/").at(-1)}\n`);
      if (keys.length === 0) process.exit(1);
    },
  },
};
s3.sync = { options: { "--only-show-errors": "flag", "--quiet": "flag", "--no-progress": "flag" }, run: ([from, to]) => copyAll(from, to) };

/** One value after an option of s3api. */
const only = (options, name) => options[name]?.[0] ?? refuse(`${name} is missing`);

export const s3api = {
  "list-objects-v2": {
    options: { "--bucket": "value", "--prefix": "value", "--max-items": "value" },
    run: (_, options) => {
      const keys = list(only(options, "--bucket"), options["--prefix"]?.[0] ?? "");
      process.stdout.write(`${JSON.stringify(keys.length === 0 ? { RequestCharged: null } : { Contents: keys.map((Key) => ({ Key })) }, undefined, 2)}\n`);
    },
  },
  "get-object": {
    options: { "--bucket": "value", "--key": "value", "--version-id": "value" },
    run: ([file], options) => cpSync(get(only(options, "--bucket"), only(options, "--key")), file),
  },
  "put-object": {
    options: { "--bucket": "value", "--key": "value", "--body": "value", "--content-type": "value", "--if-none-match": "value" },
    run: (_, options) => put(only(options, "--bucket"), only(options, "--key"), readFileSync(only(options, "--body"))),
  },
};
