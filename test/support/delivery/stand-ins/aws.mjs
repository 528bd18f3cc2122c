/**
 * Stand-in of the AWS CLI 2 (AWS CLI Command Reference): a folder is the buckets, each call is written down by the action and resource that
 * IAM is asked about. A service, command or option that is not here is refused: add it with what the reference says.
 */
import { parse, refuse } from "./_options.mjs";
import { s3 } from "./_s3.mjs";
import { services } from "./_services.mjs";

const [service, command, ...words] = process.argv.slice(2);
/** Of every command ("Global options"), as far as builds use them. */
const global = { "--region": "value", "--output": "value", "--query": "value", "--no-cli-pager": "flag", "--cli-read-timeout": "value" };

const commands = { s3, ...services };
const found = commands[service]?.[command];
if (found === undefined) refuse(`aws ${service} ${command} is not in the list of what is documented here`);
const { positional, options } = parse(words, { ...global, ...found.options });
found.run(positional, options);
