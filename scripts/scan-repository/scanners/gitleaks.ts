import { usageError } from "../../errors";
import type { Remedies } from "../process";
import type { Scanner } from "../scanner";

/** Rules of config/gitleaks.toml at this version, counted by `grep -c '^\[\[rules\]\]'`: the program does not say how many it loaded. */
const pinned = { version: "8.30.1", rules: 222 };

/** From source, which Go's checksum database vouches for: its releases have no signature that could be pinned here. */
const install = `Install it: go install -ldflags "-X github.com/zricethezav/gitleaks/v8/version.Version=${pinned.version}" github.com/zricethezav/gitleaks/v8@v${pinned.version}`;
export const gitleaksRemedy: Remedies = { gitleaks: install };

/** `47 commits scanned.`, in colours of the terminal or not. */
const commitsScanned = (log: string): number => Number(/(\d{1,9}) commits scanned/.exec(log)?.[1] ?? 0);

/** Secrets in every commit that leads to HEAD: what was only removed is still there for whoever clones. */
export const gitleaks: Scanner = {
  name: "gitleaks",
  tool: "gitleaks",
  format: "gitleaks",
  title: "secrets in the history",
  scan: async ({ report, start }) => {
    const version = (await start("gitleaks", ["version"])).stdout.trim().replace(/^v/, "");
    if (version !== pinned.version) throw usageError({ id: "scanner-missing", problem: `gitleaks ${pinned.version} is needed, another one is there`, where: "PATH", remedy: install });
    // Merges are read against their first parent: what only a merge brings in would go unseen. Comments in the code silence nothing.
    const scanArguments = ["git", "--no-banner", "--no-color", "--redact", "--config", ".gitleaks.toml", "--ignore-gitleaks-allow", "--log-opts", "--diff-merges=first-parent HEAD", "--report-format", "json", "--report-path"];
    const { exitCode, stderr } = await start("gitleaks", [...scanArguments, report, "."]);
    return { exitCode, command: ["gitleaks", ...scanArguments].join(" "), toolVersion: version, rules: pinned.rules, looked: commitsScanned(stderr), lookedAt: "commits" };
  },
};
