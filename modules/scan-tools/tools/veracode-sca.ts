import { keepingExitCode } from "../../build-project";
import { checksumSetting, fromToolsBucket, privateFolder, protocolOf, refuseUnless, serviceAddress, vendorKey, versionSetting, waitingSettings } from "../licensed";
import { recordCommand } from "../record";
import type { ScanPlace, ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "veracode-sca.json", format: "veracode-sca", tool: "veracode", kind: "dependency" };
const archive = "srcclr-linux.tgz";

/**
 * Signs one request (Veracode Docs, "HMAC signing"; the scheme as veracode/Veracode-pipeline-scan-action, src/auth.ts, has it). Node reads the
 * key from the environment: `openssl dgst` would want it on its command line. The prefix of a regional ID or key is no part of it.
 */
const signature = [
  `cat > "$PRIVATE/sign.mjs" <<'END'`,
  `import { createHmac, randomBytes } from "node:crypto";`,
  `const [method, address] = process.argv.slice(2);`,
  `const { host, pathname, search } = new URL(address);`,
  `const bare = (text) => text.slice(text.lastIndexOf("-") + 1);`,
  `const [id, key] = [bare(process.env.VERACODE_API_KEY_ID), bare(process.env.VERACODE_API_KEY_SECRET)];`,
  `const keyed = (secret, text) => createHmac("sha256", secret).update(text).digest();`,
  `const [nonce, time] = [randomBytes(16), String(Date.now())];`,
  `const secret = [nonce, time, "vcode_request_version_1"].reduce(keyed, Buffer.from(key, "hex"));`,
  `const sign = keyed(secret, ["id=" + id, "host=" + host, "url=" + pathname + search, "method=" + method].join("&")).toString("hex");`,
  `process.stdout.write("Authorization: VERACODE-HMAC-SHA-256 id=" + id + ",ts=" + time + ",nonce=" + nonce.toString("hex") + ",sig=" + sign + "\\n");`,
  "END",
].join("\n");

/** Functions of bash: `ask <path>` prints an answer; `pages <path> <list>` prints all pages of a list as one array. */
const functions = (address: string): readonly string[] => [
  [
    "ask() {",
    `  node "$PRIVATE/sign.mjs" GET "${address}$1" > "$PRIVATE/header"`,
    `  curl --fail --silent --show-error --proto '${protocolOf(address)}' --retry 3 --max-time 60 --header "@$PRIVATE/header" "${address}$1"`,
    "}",
  ].join("\n"),
  [
    "pages() {",
    "  local page=0 total=1",
    `  : > "$PRIVATE/pages"`,
    `  while [ "$page" -lt "$total" ]; do`,
    `    ask "$1&size=200&page=$page" > "$PRIVATE/page"`,
    `    jq --exit-status '.page.total_pages | type == "number"' "$PRIVATE/page" > "$PRIVATE/checked"`,
    `    jq --compact-output --arg list "$2" '._embedded[$list] // [] | .[]' "$PRIVATE/page" >> "$PRIVATE/pages"`,
    `    total="$(jq '.page.total_pages' "$PRIVATE/page")"`,
    "    page=$((page + 1))",
    "  done",
    `  jq --slurp . "$PRIVATE/pages"`,
    "}",
  ].join("\n"),
];

/** What the agent's own results have and the list of the platform has not: CVEs, written `2013-7315` in both, and titles of what has none. */
const missing = [
  `jq --null-input --raw-output --slurpfile agent "$PRIVATE/agent.json" --slurpfile issues "$PRIVATE/issues.json"`,
  `'def cve: (.cve // "") | sub("^CVE-"; ""); [$agent[0].records[].vulnerabilities[]? | if cve == "" then .title else cve end] - [$issues[0][].vulnerability // empty | cve, .title] | unique | join(", ")'`,
].join(" ");

const waiting = ({ settings }: ScanPlace): readonly string[] => [
  `deadline=$((SECONDS + 60 * ${settings.limitMinutes}))`,
  [
    "while true; do",
    `  project="$(pages "/srcclr/v3/workspaces/${settings.workspace}/projects?search=$project_name" projects | jq --raw-output --arg name "$project_name" '[.[] | select(.name == $name) | .id] | first // empty')"`,
    `  if [ -n "$project" ]; then`,
    `    pages "/srcclr/v3/workspaces/${settings.workspace}/issues?project_id=$project" issues > "$PRIVATE/issues.json"`,
    `    missing="$(${missing})"`,
    `    if [ -z "$missing" ]; then break; fi`,
    "  else",
    `    missing="the project $project_name"`,
    "  fi",
    `  if [ "$SECONDS" -ge "$deadline" ]; then echo "after ${settings.limitMinutes} minutes the platform still lacks what the agent found: $missing" >&2; exit 1; fi`,
    `  sleep ${settings.pollSeconds}`,
    "done",
  ].join("\n"),
];

/**
 * Veracode SCA, agent-based (Veracode Docs, "SCA agent commands", "Veracode SCA agent environment variables"). `--quick` reads lock files and runs
 * no build tool: a build would run the application's code beside the secrets.
 *
 * The report is the list of issues that the platform's API has of this pipeline's project, for that is what the gate reads. A list could be of an
 * older scan or another branch; so the build goes on only when it holds every CVE that the agent has just found here.
 */
export const veracodeSca: ScanTool = {
  name: "veracode-sca",
  title: "Vulnerable packages, by Veracode SCA",
  stage: "dependencies",
  isLicensed: true,
  version: "3.8.41",
  source: "https://docs.veracode.com/r/SCA_agent_commands",
  reports: [report],
  downloads: [],
  reaches: ["sca-api.veracode.com", "sca-api.veracode.eu", "sca-api.veracode.us", "api.veracode.com", "api.veracode.eu", "api.veracode.us"],
  secrets: { SRCCLR_API_TOKEN: "agentToken", VERACODE_API_KEY_ID: "apiKeyId", VERACODE_API_KEY_SECRET: "apiKeySecret" },
  settings: {
    version: versionSetting(archive, "3.8.41"),
    sha256: checksumSetting(`${archive}, the agent with its \`bin/srcclr\` in one folder`),
    region: { description: "Region of the account: COM, ER (Europe) or FED", pattern: /^(?:COM|ER|FED)$/, default: "COM" },
    address: { description: "Address of the API in that region: https://api.veracode.eu", pattern: serviceAddress, default: "https://api.veracode.com" },
    workspace: { description: "GUID of the workspace that the agent's token belongs to", pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
    ...waitingSettings("15"),
  },
  timeoutMinutes: 60,
  bucketKeys: ({ settings }) => [vendorKey("veracode-sca", archive, settings.sha256)],
  install: ({ settings }) => [
    ...fromToolsBucket("veracode-sca", archive, settings.sha256),
    `mkdir "$TOOLS/srcclr"`,
    `tar --extract --gzip --file "$TOOLS/${archive}" --directory "$TOOLS/srcclr" --strip-components 1`,
    `test -x "$TOOLS/srcclr/bin/srcclr"`,
  ],
  scan: (place) => [
    privateFolder,
    // A failure inside `$(…)` ends the phase as any other does.
    "shopt -s inherit_errexit",
    // Scan directives of the change itself would name what the agent leaves out ("Using scan directives").
    refuseUnless(`[ -z "$(git ls-files -- 'srcclr.yml' '**/srcclr.yml')" ]`, "the source has a srcclr.yml, which tells the agent what to leave out: remove it"),
    // The name of the project, which is the address that the agent is told ("Use the agent with an SCM other than Git").
    `project_name="https://pipelines.invalid/${place.pipeline}"`,
    `export SRCCLR_REGION=${place.settings.region} SRCCLR_SCM_URI="$project_name" SRCCLR_SCM_REF="$COMMIT" SRCCLR_SCM_REF_TYPE=commit SRCCLR_SCM_REV="$COMMIT"`,
    ...keepingExitCode(`"$TOOLS/srcclr/bin/srcclr" scan . --recursive --quick --no-graphs "--json=$PRIVATE/agent.json"`),
    refuseUnless(`jq --exit-status '.records | length > 0' "$PRIVATE/agent.json" > "$PRIVATE/checked"`, "srcclr ended with $exit_code and wrote no whole result"),
    `looked="$(jq '[.records[].libraries[]?] | length' "$PRIVATE/agent.json")"`,
    signature,
    ...functions(place.settings.address ?? ""),
    ...waiting(place),
    `jq '{_embedded: {issues: .}, page: {total_elements: length}}' "$PRIVATE/issues.json" > "$REPORTS/${report.file}"`,
    ...recordCommand(report, { toolVersion: place.settings.version ?? "", rules: "1", looked: `"$looked"`, lookedAt: "libraries" }),
  ],
};
