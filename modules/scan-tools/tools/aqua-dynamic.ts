import { addressSetting, everyStepSucceeded, privateFolder, protocolOf, refuseUnless, versionSetting, waitingSettings } from "../licensed";
import { recordCommand } from "../record";
import type { ScanPlace, ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "aqua-dynamic.json", format: "aqua", tool: "aqua", kind: "container" };

const jsonHeader = `--header 'content-type: application/json'`;

/** `ask <path> [options of curl]` prints an answer of the console. */
const ask = (address: string): string =>
  ["ask() {", `  local path="$1"; shift`, `  curl --fail --silent --show-error --proto '${protocolOf(address)}' --max-time 60 --header "@$PRIVATE/header" "$@" "${address}$path"`, "}"].join("\n");

/** Name and password go in by a file; what comes back is a token that ends with its session. */
const logIn = (address: string): readonly string[] => [
  `jq --null-input '{id: env.AQUA_USER, password: env.AQUA_PASSWORD}' > "$PRIVATE/credentials"`,
  "unset AQUA_USER AQUA_PASSWORD",
  `: > "$PRIVATE/header"`,
  `ask /api/v1/login --request POST ${jsonHeader} --data "@$PRIVATE/credentials" > "$PRIVATE/session"`,
  refuseUnless(`jq --exit-status --raw-output '"Authorization: Bearer " + (.token | strings)' "$PRIVATE/session" > "$PRIVATE/header"`, `${address} gave no session: look whether the user may log in and the licence is valid`),
];

const scanned = ({ settings, pipeline }: ScanPlace): readonly string[] => [
  // Names of images have slashes, which are escaped in the path.
  `image="$(jq --null-input --raw-output --arg name "${settings.image?.replaceAll("{pipeline}", pipeline)}:$COMMIT" '$name | @uri')"`,
  `path="/api/v1/scanner/registry/$(jq --null-input --raw-output --arg name "${settings.registry}" '$name | @uri')/image/$image"`,
  `ask "$path/scan" --request POST ${jsonHeader} --data '{}' > "$PRIVATE/started"`,
  `deadline=$((SECONDS + 60 * ${settings.limitMinutes}))`,
  [
    "while true; do",
    `  status="$(ask "$path/status" | jq --raw-output .status)"`,
    `  case "$status" in`,
    "    Scanned) break ;;",
    `    Fail*) echo "Aqua could not scan the image: $status" >&2; exit 1 ;;`,
    "  esac",
    `  if [ "$SECONDS" -ge "$deadline" ]; then echo "the image was not scanned within ${settings.limitMinutes} minutes: its status is $status" >&2; exit 1; fi`,
    `  sleep ${settings.pollSeconds}`,
    "done",
  ].join("\n"),
];

/**
 * Aqua's dynamic threat analysis: the console takes the image that runs in the first environment from its registry, runs it in a sandbox, and
 * its assurance policy judges what it did (Aqua Support, "Dynamic Threat Analysis Overview"). No option of the scanner's command line is
 * documented for it, so this goes by the console's API (paths as DefectDojo's "Aqua" page and aquasecurity/terraform-provider-aquasec have them).
 *
 * A scan without the analysis would look alike, so the policy is read first: one that does not ask for it is refused.
 */
export const aquaDynamic: ScanTool = {
  name: "aqua-dynamic",
  title: "The image at work in a sandbox, by Aqua",
  stage: "dynamic-analysis",
  isLicensed: true,
  version: "2022.4",
  source: "https://support.aquasec.com/support/solutions/articles/16000111849-dynamic-threat-analysis-overview",
  isOptional: true,
  deliverables: ["image"],
  reports: [report],
  downloads: [],
  secrets: { AQUA_USER: "user", AQUA_PASSWORD: "password" },
  settings: {
    version: versionSetting("the Aqua server", "2022.4"),
    address: addressSetting("the Aqua console", "https://aqua.example.org"),
    registry: { description: "Name by which Aqua knows the registry of the first environment", pattern: /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}$/ },
    image: { description: "Repository of the image there, `{pipeline}` standing for the pipeline's name; its tag is the commit", pattern: /^[a-z0-9{][a-z0-9{}._/-]{0,120}$/, default: "{pipeline}" },
    policy: { description: "Assurance policy of images that asks for dynamic threat analysis", pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/ },
    ...waitingSettings("45"),
  },
  timeoutMinutes: 60,
  install: () => [],
  scan: (place) => {
    const { address = "", policy, version = "" } = place.settings;
    return [
      privateFolder,
      "shopt -s inherit_errexit",
      ask(address),
      ...logIn(address),
      `ask "/api/v2/assurance_policy/image/${policy}" > "$PRIVATE/policy"`,
      refuseUnless(`jq --exit-status '.enabled == true and .dta_enabled == true' "$PRIVATE/policy" > "$PRIVATE/checked"`, `the assurance policy ${policy} does not ask for dynamic threat analysis`),
      ...scanned(place),
      `ask "$path/scan_result" > "$REPORTS/${report.file}"`,
      everyStepSucceeded,
      ...recordCommand(report, { toolVersion: version, rules: "1", looked: "1", lookedAt: "images" }),
    ];
  },
};
