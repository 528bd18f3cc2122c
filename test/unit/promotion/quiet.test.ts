import { watchForQuiet } from "../../../scripts/promotion/quiet";
import type { ProgressEvent } from "../../../scripts/terraform";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const event = (kind: ProgressEvent["kind"], change: Partial<ProgressEvent> = {}): ProgressEvent => ({ stack: "dev-audit", phase: "apply", kind, address: "aws_kms_key.key", seconds: 1, ...change });

test("an apply of which nothing was heard for three seconds only waits; before its first resource it computes", () => {
  const heard: ProgressEvent[] = [];
  const onQuiet = jest.fn();
  const { listener } = watchForQuiet((each) => heard.push(each), "dev-audit", onQuiet);
  listener(event("start"));
  jest.advanceTimersByTime(60_000);
  expect(onQuiet).not.toHaveBeenCalled();
  listener(event("resource-start"));
  jest.advanceTimersByTime(2_900);
  listener(event("resource-done"));
  jest.advanceTimersByTime(2_900);
  expect(onQuiet).not.toHaveBeenCalled();
  jest.advanceTimersByTime(200);
  expect(onQuiet).toHaveBeenCalledTimes(1);
  expect(heard).toHaveLength(3);
});

test("another stack, a plan, and an apply that has ended are not watched", () => {
  const onQuiet = jest.fn();
  const { listener, end } = watchForQuiet(() => undefined, "dev-audit", onQuiet);
  listener(event("resource-start", { stack: "dev-edge" }));
  listener(event("resource-start", { phase: "plan" }));
  listener(event("resource-start"));
  end();
  jest.advanceTimersByTime(60_000);
  expect(onQuiet).not.toHaveBeenCalled();
});
