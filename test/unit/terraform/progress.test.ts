import { PassThrough } from "node:stream";
import { createProgress, type ProgressEvent } from "../../../scripts/terraform";

const event = (kind: ProgressEvent["kind"], more: Partial<ProgressEvent> = {}): ProgressEvent => ({ stack: "dev-network", phase: "apply", kind, seconds: 1.4, ...more });
const stream = () => {
  const sink = new PassThrough();
  const text = () => (sink.read() as Buffer | null)?.toString() ?? "";
  return { sink, text };
};

describe("progress", () => {
  test("is plain lines where there is no terminal: phases and changed resources, not what was only looked at", () => {
    const { sink, text } = stream();
    const progress = createProgress(sink);
    progress.listener(event("start"));
    progress.listener(event("resource-start", { address: "aws_vpc.v", action: "create" }));
    progress.listener(event("resource-done", { address: "aws_vpc.v", action: "create" }));
    progress.listener(event("resource-done", { address: "aws_vpc.w", action: "refresh" }));
    progress.listener(event("failed", { message: "no more addresses" }));
    expect(text()).toBe("dev-network: apply\ndev-network: apply: aws_vpc.v created (1 s)\ndev-network: apply failed: no more addresses (1 s)\n");
  });
  test("is one live line a stack on a terminal, cut to its width", () => {
    const { sink, text } = stream();
    Object.assign(sink, { columns: 60 });
    const progress = createProgress(sink, { isTerminal: true });
    progress.listener(event("start"));
    progress.listener(event("resource-start", { address: "aws_vpc.v", action: "create" }));
    progress.listener(event("resource-start", { address: "aws_subnet.with-a-very-long-name-indeed", action: "create" }));
    const shown = text();
    expect(shown).toContain("dev-network  apply  create aws_vpc.v and 1 more  1 s");
    progress.close();
    progress.listener(event("start"));
    progress.note("late");
    expect(text()).not.toContain("late");
  });
});
