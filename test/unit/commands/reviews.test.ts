import { PassThrough } from "node:stream";
import { main } from "../../../scripts/cli";
import { fixedClock } from "../../../scripts/clock";
import * as promotion from "../../../scripts/promotion";
import type { StackReview } from "../../../scripts/review";

// What bootstrap and retire do to an account is the journey's; here is only how what they did is told.
jest.mock("../../../scripts/promotion", () => ({ ...jest.requireActual<object>("../../../scripts/promotion"), bootstrap: jest.fn(), retire: jest.fn(), openOperation: async () => ({}) }));
jest.mock("../../../scripts/synthesis", () => ({ ...jest.requireActual<object>("../../../scripts/synthesis"), withSynthesis: (_root: unknown, _environment: unknown, use: (tree: object) => unknown) => use({}) }));

const review: StackReview = {
  environment: "dev",
  stack: "dev-bootstrap",
  accountId: "111111111111",
  region: "eu-central-1",
  status: "no-changes",
  counts: { create: 0, update: 0, replace: 0, destroy: 0, import: 0, move: 0 },
  changes: [],
  drift: [],
  findings: [],
};
const why = "the-states holds objects; empty it and retire again";

const run = async (...argv: string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(argv, { root: "/", environment: {}, clock: fixedClock("2026-11-22T00:00:00Z"), stdout, stderr });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString("utf8");
  return { code, stdout: text(stdout), stderr: text(stderr) };
};

beforeEach(() => {
  const counts = { create: 3, update: 0, destroy: 0 };
  jest.mocked(promotion.bootstrap).mockResolvedValue({ stack: "dev-bootstrap", review, counts, facts: {}, changed: true });
  jest.mocked(promotion.retire).mockResolvedValue([{ stack: "dev-bootstrap", destroyed: 7, kept: [{ stack: "dev-bootstrap", address: "aws_s3_bucket.state", why }], review }]);
});

test("a bootstrap is told in a line, or as its review with the line beside it", async () => {
  const line = "dev-bootstrap: 3 created, 0 changed, 0 destroyed\n";
  expect(await run("bootstrap", "dev")).toEqual({ code: 0, stdout: line, stderr: "" });
  const markdown = await run("bootstrap", "dev", "--format", "markdown");
  expect(markdown).toMatchObject({ code: 0, stderr: line });
  expect(markdown.stdout).toMatch(/^#+ .*Bootstrap of dev/m);
  expect((await run("bootstrap", "dev", "--format", "html")).stdout).toMatch(/^<!doctype html>[^]*Bootstrap of dev/i);
});

test.each(["table", "markdown", "html"])("a retirement says what it keeps and why (%s)", async (format) => {
  const { code, stdout, stderr } = await run("retire", "dev", "--format", format);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // Markdown escapes the underscores, each face breaks its lines elsewhere.
  const words = stdout.replaceAll("\\", "").replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
  expect(words).toMatch(/kept aws_s3_bucket\.state: the-states holds objects; empty it and retire again/i);
});
