import { quoted } from "../../build-project";
import { addressSetting, everyStepSucceeded, privateFolder, protocolOf, refuseUnless, waitingSettings } from "../licensed";
import { recordCommand } from "../record";
import type { ScanPlace, ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "acunetix.xml", format: "acunetix", tool: "acunetix", kind: "web" };

/** `ask <path> [options of curl]` prints an answer; `made <path> <JSON>` creates something and prints its id, the end of the header `Location`. */
const functions = (address: string): readonly string[] => [
  ["ask() {", `  local path="$1"; shift`, `  curl --fail --silent --show-error --proto '${protocolOf(address)}' --max-time 120 --header "@$PRIVATE/header" "$@" "${address}$path"`, "}"].join("\n"),
  [
    "made() {",
    `  printf '%s' "$2" > "$PRIVATE/body"`,
    `  ask "$1" --request POST --header 'content-type: application/json' --data "@$PRIVATE/body" --dump-header "$PRIVATE/answer" --output "$PRIVATE/created"`,
    `  tr -d '\\r' < "$PRIVATE/answer" | sed --quiet 's:^[Ll]ocation\\:.*/\\([0-9a-f-]\\{36\\}\\)$:\\1:p' | grep --extended-regexp '^[0-9a-f-]{36}$'`,
    "}",
  ].join("\n"),
];

/** The target of this address, or a new one. Lists come in pages, by cursors. */
const findTarget = (address: string, pipeline: string): readonly string[] => [
  `target="" cursor=0`,
  [
    `while [ -z "$target" ] && [ -n "$cursor" ]; do`,
    `  ask "/api/v1/targets?l=100&c=$cursor" > "$PRIVATE/targets"`,
    `  target="$(jq --raw-output --arg address ${quoted(address)} '[.targets[] | select(.address == $address) | .target_id] | first // empty' "$PRIVATE/targets")"`,
    `  cursor="$(jq --raw-output '.pagination | .cursors[1]? // .next_cursor? // empty' "$PRIVATE/targets")"`,
    "done",
  ].join("\n"),
  `if [ -z "$target" ]; then target="$(made /api/v1/targets "$(jq --null-input --arg address ${quoted(address)} '{address: $address, description: "${pipeline}", criticality: 30}')")"; fi`,
];

/** Waits until `ask <path>` says `completed` under a key; every other end is a failure. `$1` is what is waited for. */
const waiting = ({ pollSeconds, limitMinutes }: ScanPlace["settings"]): string =>
  [
    "completed() {",
    `  local deadline=$((SECONDS + 60 * ${limitMinutes})) status`,
    "  while true; do",
    `    status="$(ask "$2" | jq --raw-output "$3")"`,
    `    case "$status" in`,
    "      completed) return ;;",
    `      failed | aborting | aborted | pausing | paused | null) echo "$1: Acunetix says $status" >&2; exit 1 ;;`,
    "    esac",
    `    if [ "$SECONDS" -ge "$deadline" ]; then`,
    `      echo "$1 is not completed after ${limitMinutes} minutes: Acunetix says $status" >&2`,
    `      if [ -n "$4" ]; then ask "$4" --request POST; fi`,
    "      exit 1",
    "    fi",
    `    sleep ${pollSeconds}`,
    "  done",
    "}",
  ].join("\n");

/** Starts a scan of its own, so that the results are of this deployment. */
const lookAndExport = ({ profile, exportType }: ScanPlace["settings"]): readonly string[] => [
  `scan="$(made /api/v1/scans "$(jq --null-input --arg target "$target" '{target_id: $target, profile_id: "${profile}", incremental: false, schedule: {disable: false, start_date: null, time_sensitive: false}}')")"`,
  `completed "the scan $scan" "/api/v1/scans/$scan" .current_session.status "/api/v1/scans/$scan/abort"`,
  `result="$(ask "/api/v1/scans/$scan/results" | jq --exit-status --raw-output '.results | first | select(.status == "completed") | .result_id')"`,
  `export_id="$(made /api/v1/exports "$(jq --null-input --arg result "$result" '{export_id: "${exportType}", source: {list_type: "scan_result", id_list: [$result]}}')")"`,
  `completed "the export $export_id" "/api/v1/exports/$export_id" .status ""`,
  // A path of the same server and nothing else: the key goes along.
  `link="$(ask "/api/v1/exports/$export_id" | jq --exit-status --raw-output '.download[] | select(test("^/api/v1/[A-Za-z0-9/._-]+[.]xml$"))')"`,
  `ask "$link" --output "$REPORTS/${report.file}"`,
];

/**
 * Acunetix Premium on its own server: target, scan, wait, export, download. Paths, bodies and states are those of jenkinsci/acunetix-plugin at
 * 3d85ecb (Engine.java) and of the API's specification as Explorer1092/acunetix_sdk at 3d739f1 has it; the key goes in the header `X-Auth`.
 */
export const acunetix: ScanTool = {
  name: "acunetix",
  title: "The running application, by Acunetix",
  stage: "dynamic-analysis",
  isLicensed: true,
  version: "24.0",
  source: "https://www.acunetix.com/resources/acunetix-api-documentation.pdf",
  reports: [report],
  downloads: [],
  secrets: { ACUNETIX_API_KEY: "apiKey" },
  settings: {
    address: addressSetting("the Acunetix server", "https://acunetix.example.org:3443"),
    profile: { description: "Scanning profile, a `profile_id` of GET /api/v1/scanning_profiles; the default is the full scan", pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, default: "11111111-1111-1111-1111-111111111111" },
    exportType: { description: "Export as XML, an `export_id` of GET /api/v1/export_types: the one whose content is the Acunetix XML", pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
    ...waitingSettings("240"),
  },
  timeoutMinutes: 270,
  install: () => [],
  scan: ({ address: application = "", pipeline, settings }) => [
    privateFolder,
    "shopt -s inherit_errexit",
    `printf 'X-Auth: %s\\n' "$ACUNETIX_API_KEY" > "$PRIVATE/header"`,
    "unset ACUNETIX_API_KEY",
    ...functions(settings.address ?? ""),
    waiting(settings),
    `ask /api/v1/info > "$PRIVATE/info"`,
    `version="$(jq --exit-status --raw-output '.version // .major_version | tostring | select(. != "null")' "$PRIVATE/info")"`,
    ...findTarget(application, pipeline),
    ...lookAndExport(settings),
    refuseUnless(`test -s "$REPORTS/${report.file}"`, "Acunetix exported nothing"),
    `looked="$(awk '{ count += gsub(/<SiteFile /, "&") } END { print count + 0 }' "$REPORTS/${report.file}")"`,
    everyStepSucceeded,
    ...recordCommand(report, { toolVersion: `"$version"`, rules: "1", looked: `"$looked"`, lookedAt: "URLs" }),
  ],
};
