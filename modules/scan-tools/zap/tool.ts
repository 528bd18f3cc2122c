import { quoted } from "../../build-project";
import { recordCommand } from "../record";
import { answering, targetOf } from "../target";
import type { ScanTool, ToolReport } from "../tool";
import { rulesOf, zapPlan, type ZapProfile } from "./plan";

const version = "2.17.0";

/** How many addresses ZAP knew, of all sites: its add-on Insights counts them into the report. */
const looked = `[.insights[] | select(.key == "insight.endpoint.total") | .statistic | tonumber] | add`;

/** ZAP in one of its profiles: the same program, with the plan that the profile makes. */
export const zapTool = (profile: ZapProfile, about: Pick<ScanTool, "title" | "isOptional">): ScanTool => {
  const rules = rulesOf(profile).length;
  const report: ToolReport = { file: `${profile.name}.json`, format: "zap", tool: "zap", kind: "web", minimumVersion: version, minimumRules: rules };
  return {
    ...about,
    name: profile.name,
    stage: "dynamic-analysis",
    isLicensed: false,
    version,
    source: "https://www.zaproxy.org/docs/automate/automation-framework/",
    reports: [report],
    downloads: [
      {
        url: `https://github.com/zaproxy/zaproxy/releases/download/v${version}/ZAP_${version}_Linux.tar.gz`,
        // As ZAP's own list of versions has it (zaproxy/zap-admin, ZapVersions-2.17.xml); its add-ons come with it and are not renewed.
        sha256: "efe799aaa3627db683b43f00c9c210aea0b75c00cc8f0a0f0434d12bb3ddde5a",
        file: "zap.tar.gz",
      },
    ],
    timeoutMinutes: profile.limitMinutes + 15,
    install: () => [`tar --extract --gzip --file "$TOOLS/zap.tar.gz" --directory "$TOOLS"`],
    scan: (place) => {
      const address = targetOf(place);
      return [
        ...answering(address),
        `printf '%s\\n' ${quoted(zapPlan(address, profile))} > "$TOOLS/${profile.name}.yaml"`,
        // What it finds does not change how it ends: 1 is an error and 2 a warning of the plan, and either fails here (Automation Framework, "Exit Codes").
        `timeout --kill-after=60 ${profile.limitMinutes}m "$TOOLS/ZAP_${version}/zap.sh" -cmd -silent -dir "$TOOLS/zap-home" -autorun "$TOOLS/${profile.name}.yaml"`,
        `exit_code=$?`,
        `looked="$(jq '${looked}' "$REPORTS/${profile.name}.json")"`,
        ...recordCommand(report, { toolVersion: version, rules: `${rules}`, looked: `"$looked"`, lookedAt: "URLs" }),
      ];
    },
  };
};
