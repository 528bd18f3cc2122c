/**
 * Stand-in of curl 8 (https://curl.se/docs/manpage.html): serves what the test declared under its address, refuses every other address and
 * every option that no definition has a reason to use. Addresses of the loopback go to the real curl: services are stood in for by servers.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, refuse, world } from "./_options.mjs";

const known = {
  "--fail": "flag", "--fail-with-body": "flag", "--silent": "flag", "--show-error": "flag", "--location": "flag", "--compressed": "flag",
  "--proto": "value", "--proto-redir": "value", "--tlsv1.2": "flag", "--retry": "value", "--retry-delay": "value", "--retry-all-errors": "flag", "--retry-connrefused": "flag", "--connect-timeout": "value", "--max-time": "value", "--max-redirs": "value", "--max-filesize": "value",
  "--output": "value", "--write-out": "value", "--header": "value", "--request": "value", "--data": "value", "--data-binary": "value", "--data-urlencode": "value", "--form": "value", "--get": "flag", "--config": "value", "--netrc-file": "value", "--cacert": "value", "--dump-header": "value",
};

const words = process.argv.slice(2);
const { positional, options } = parse(words, known);
if (positional.length !== 1) refuse(`curl is to fetch one address, not ${positional.length}`);
const [address] = positional;
const url = new URL(address);

if (["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
  process.exit(spawnSync(process.env.STAND_IN_REAL_CURL, words, { stdio: "inherit" }).status ?? 2);
}
if (url.protocol !== "https:" && url.protocol !== "file:") {
  process.stderr.write(`curl: (1) Protocol ${url.protocol.slice(0, -1)} is refused\n`);
  process.exit(1);
}
if (options["--proto"]?.[0] !== "=https") refuse(`curl of ${address} would follow a redirect to http: --proto '=https' is missing`);
if (!options["--fail"]) refuse(`curl of ${address} without --fail takes an error page for the file`);

const downloads = JSON.parse(readFileSync(join(world, "downloads.json"), "utf8"));
if (!Object.hasOwn(downloads, address)) {
  process.stderr.write(`curl: (22) The requested URL returned error: 404 (${address} is not declared by the test)\n`);
  process.exit(22);
}
const bytes = readFileSync(downloads[address]);
const [output] = options["--output"] ?? [];
if (output === undefined) process.stdout.write(bytes);
else writeFileSync(output, bytes);
