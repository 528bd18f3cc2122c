/** A piece of work, and the seconds of the processor that this process spends on it: what else the machine does meanwhile does not count. */
export const timed = <Result>(work: () => Result): { readonly result: Result; readonly seconds: number } => {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1_000_000 };
};
