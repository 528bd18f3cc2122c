import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { environments, waveOf } from "../../environments";
import { blockedError, usageError } from "../errors";
import { evaluatePlan } from "../policies";
import { openBundle } from "../promotion";
import { buildStackReview, parsePlan, parseStoredReview, render, reviewMarker, reviewModelVersion, type Review, type StackReview } from "../review";
import { withSynthesis, type Tree } from "../synthesis";
import type { CommandContext, RegisterCommand } from "./context";
import { formatOption, printJson, printReview } from "./output";

interface Options {
  readonly format: string;
  readonly comment?: string;
}

export const review: RegisterCommand = (program, context) => {
  program
    .command("review")
    .description("render plans for people: plan bundles, the JSON of `terraform show -json`, or reviews that `plan --format json` wrote")
    .argument("<file...>", "plan bundles, plan JSON files, or review JSON files")
    .addOption(formatOption("json", "markdown", "html", "sarif"))
    .option("--comment <pull request>", "number of the pull request in GITHUB_REPOSITORY whose one review comment is written (GITHUB_TOKEN)")
    .addHelpText("after", "\nExamples:\n  ./portcullis review plan.json --format markdown\n  ./portcullis review .portcullis/bundles/*/*.bundle --format html > review.html\n  ./portcullis review review.json --comment 42")
    .action(async (files: readonly string[], options: Options) => {
      const result = await withSynthesis(context.root, context.environment, async (tree) => {
        const stacks: StackReview[] = [];
        for (const file of files) stacks.push(...(await reviewsIn(file, tree)));
        return { version: reviewModelVersion, title: "Plan review", stacks } satisfies Review;
      });
      if (options.comment !== undefined) await comment(context, options.comment, result);
      if (options.format === "json") printJson(context, result);
      else printReview(context, result, options.format);
      const failed = result.stacks.flatMap((stack) => stack.findings.filter((finding) => finding.waiver === undefined));
      if (failed[0])
        throw blockedError({
          id: "gate-blocked",
          problem: `${failed.length} guardrail finding(s) stand against this plan`,
          where: failed[0].address,
          details: failed.map((finding) => `- ${finding.rule}: ${finding.address}: ${finding.reason}`),
          remedy: failed[0].remedy,
        });
    });
};

const reviewsIn = async (file: string, tree: Tree): Promise<readonly StackReview[]> => {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw usageError({ id: "file-unreadable", problem: `the file cannot be read (${error.code})`, where: file, remedy: "Name a plan bundle, the output of `terraform show -json`, or a review." });
  });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { meta, files } = openBundle(bytes, file);
    // As its gate judged them, waivers included; the bundle's hashes bind both to the plan.
    return [{ ...reviewOf(files.get("plan.json")!, file, tree, meta.stack, meta.fingerprint), findings: meta.verdict.findings }];
  }
  const kept = parseStoredReview(bytes, file);
  return kept?.stacks ?? [reviewOf(bytes, file, tree, undefined, undefined)];
};

/** A plan is judged by the environment and stack that its file or bundle names; a foreign one as prod would be. */
const reviewOf = (bytes: Uint8Array, file: string, tree: Tree, stackId: string | undefined, fingerprint: string | undefined): StackReview => {
  const plan = parsePlan(bytes, file);
  const id = stackId ?? basename(file).replace(/\.json$/, "");
  const stack = tree.stacks.find((candidate) => candidate.id === id);
  const environment = environments.find((candidate) => candidate.name === stack?.environment) ?? environments.reduce((last, each) => (waveOf(each.name) > waveOf(last.name) ? each : last));
  const resources = stack ? tree.notes[stack.id]!.resources : {};
  const { findings } = evaluatePlan({ plan, identity: { environment: environment.name, stage: environment.stage, classification: environment.classification, stack: id }, resources });
  return buildStackReview({ plan, identity: { environment: stack?.environment ?? "unknown", stack: id, accountId: stack?.accountId ?? "unknown", region: stack?.region ?? "unknown" }, resources, findings, fingerprint });
};

const comment = async (context: CommandContext, pullRequest: string, result: Review): Promise<void> => {
  const { GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token, GITHUB_API_URL: apiUrl = "https://api.github.com" } = context.environment;
  if (!repository || !token || !/^\d+$/.test(pullRequest))
    throw usageError({
      id: "comment-not-possible",
      problem: "a comment needs the number of a pull request, GITHUB_REPOSITORY and GITHUB_TOKEN",
      where: "--comment",
      remedy: "Run it in a GitHub workflow with `pull-requests: write`, or set both variables.",
    });
  const { upsertComment } = await import("../github");
  await upsertComment({ repository, pullRequest: Number(pullRequest), token, apiUrl, body: render(result, "markdown", {}), marker: reviewMarker });
};
