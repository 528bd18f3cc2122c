export const median = (samples) => {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Seconds of parts that follow each other: `{ dev: 70.1, staging: 72 }` → 142.1 */
export const total = (parts) => sum(Object.values(parts));

/**
 * Ours against a peer; the limit is a ratio. Both samples come from the same run of the benchmark.
 * @param {{ measure: string, ours: readonly number[], peer: string, peers: readonly number[], limit: number, parts?: object }} measured
 *   parts: what the seconds are made of, for whoever looks where the time goes
 */
export const compared = ({ measure, ours, peer, peers, limit, parts }) => {
  const ratio = median(ours) / median(peers);
  return { measure, ours: { median: median(ours), samples: ours }, peer: { name: peer, median: median(peers), samples: peers }, ratio, limit, met: ratio <= limit, runs: ours.length, parts };
};

/** Ours against a number of seconds. */
export const timed = ({ measure, seconds, limitSeconds, parts }) => ({
  measure,
  ours: { median: median(seconds), samples: seconds },
  limitSeconds,
  met: median(seconds) <= limitSeconds,
  runs: seconds.length,
  parts,
});

/** Ours against a number of megabytes of memory. */
export const weighed = ({ measure, megabytes, limitMegabytes }) => ({
  measure,
  unit: "MB",
  ours: { median: median(megabytes), samples: megabytes },
  limitMegabytes,
  met: median(megabytes) <= limitMegabytes,
  runs: megabytes.length,
});
