/** What the stand-ins of this folder share: options that are not listed are refused, and each call is written down. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the build that runs: buckets, downloads, calls. */
export const world = process.env.STAND_IN_WORLD;

/** Ends as a tool does that was called wrongly: the harness takes it for a failure of the build. */
export function refuse(message) {
  process.stderr.write(`stand-in: ${message}\n`);
  process.exit(252);
}

/**
 * Splits a command line by a list of what is documented.
 * @param {readonly string[]} words
 * @param {Record<string, "flag" | "value">} known option → whether a value follows
 */
export function parse(words, known) {
  const [positional, options] = [[], {}];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word.startsWith("-") || word === "-") {
      positional.push(word);
      continue;
    }
    const [name, attached] = word.startsWith("--") && word.includes("=") ? [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)] : [word, undefined];
    if (!Object.hasOwn(known, name)) refuse(`option ${name} is not in the list of what is documented`);
    if (known[name] === "flag") {
      if (attached !== undefined) refuse(`option ${name} takes no value`);
      options[name] = true;
    } else {
      const value = attached ?? words[(index += 1)];
      if (value === undefined) refuse(`option ${name} lacks its value`);
      (options[name] ??= []).push(value);
    }
  }
  return { positional, options };
}

/** Writes down one call to AWS, by the action and resource that IAM is asked about. */
export function record(service, action, resource, more = {}) {
  const role = process.env.AWS_SESSION_TOKEN?.startsWith("stand-in-of:") ? { role: process.env.AWS_SESSION_TOKEN.slice("stand-in-of:".length) } : {};
  appendFileSync(join(world, "calls.jsonl"), `${JSON.stringify({ service, action, resource, ...role, ...more })}\n`);
}
