import { activeRules, passiveRules, type ZapRule } from "./rules";

/** How ZAP looks: at what it is answered, or by attacks as well. */
export interface ZapProfile {
  /** Name of the report, without its ending; also the tool's name in a pipeline. */
  readonly name: string;
  /** Attacks the application: it may write, break and fill what it finds. */
  readonly isActive: boolean;
  /** Minutes after which the scan has failed. */
  readonly limitMinutes: number;
}

export const rulesOf = ({ isActive }: ZapProfile): readonly ZapRule[] => [...passiveRules, ...(isActive ? activeRules : [])];

const escaped = (text: string): string => text.replace(/[.\\+*?^$()[\]{}|]/g, "\\$&");

/**
 * The plan of ZAP's Automation Framework (https://www.zaproxy.org/docs/automate/automation-framework/). No job has a limit of its own: ZAP ends one
 * that runs into it and goes on as if all had been seen. Rules are named one by one, since ZAP does not say how many it ran with; one that it does
 * not know is a warning, and a warning is a failure here. A plan is YAML of version 1.1, in which a bare `off` is no word: JSON has none.
 */
export const zapPlan = (address: string, profile: ZapProfile): string => {
  const context = "application";
  const wait = { type: "passiveScan-wait", parameters: { maxDuration: 0 } };
  return JSON.stringify({
    env: {
      // ZAP reads `urls` as patterns, in which a dot is any letter: what does not begin with this very address is taken out again.
      contexts: [{ name: context, urls: [`${address}/`], excludePaths: [`(?!${escaped(address)}/).*`] }],
      parameters: { failOnError: true, failOnWarning: true, continueOnFailure: false, progressToStdout: true },
    },
    jobs: [
      {
        type: "passiveScan-config",
        parameters: { maxAlertsPerRule: 0, scanOnlyInScope: true, maxBodySizeInBytesToScan: 0, enableTags: false, disableAllRules: true },
        rules: passiveRules.map((id) => ({ id, threshold: "medium" })),
      },
      {
        type: "spider",
        parameters: { context, maxDuration: 0, maxDepth: 10 },
        tests: [{ name: "looked at something", type: "stats", statistic: "automation.spider.urls.added", operator: ">=", value: 1, onFail: "error" }],
      },
      wait,
      ...(profile.isActive
        ? [
            {
              type: "activeScan",
              parameters: { context, maxRuleDurationInMins: 0, maxScanDurationInMins: 0 },
              policyDefinition: { defaultStrength: "medium", defaultThreshold: "off", rules: activeRules.map((id) => ({ id, strength: "medium", threshold: "medium" })) },
            },
            wait,
          ]
        : []),
      { type: "report", parameters: { template: "traditional-json", reportDir: "${REPORTS}", reportFile: `${profile.name}.json`, reportTitle: profile.name, displayReport: false } },
    ],
  });
};
