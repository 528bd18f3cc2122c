import { exported } from "../build-project";
import type { ToolSetting } from "./tool";

/** Address of a service: HTTPS. The loopback is for tests alone, where no certificate can be. */
export const serviceAddress = /^(?:https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?|http:\/\/127\.0\.0\.1:\d{1,5})$/;

export const addressSetting = (service: string, example: string): ToolSetting => ({ description: `Address of ${service}, without a path: ${example}`, pattern: serviceAddress });

/** Version of a file that the platform team laid into the bucket of tools. */
export const versionSetting = (file: string, example: string): ToolSetting => ({ description: `Version of ${file}, as it names itself: ${example}`, pattern: /^\d+(?:\.\d+)+(?:-\d+)?$/ });

/** Checksum of the same file: no public page of its vendor gives it, so it is pinned by whoever fetched it. */
export const checksumSetting = (file: string): ToolSetting => ({ description: `SHA-256 of ${file}: 64 hexadecimal digits in lower case`, pattern: /^[0-9a-f]{64}$/ });

/** How often a service is asked whether it is done, and for how long. */
export const waitingSettings = (limitMinutes: string): Readonly<Record<"pollSeconds" | "limitMinutes", ToolSetting>> => ({
  pollSeconds: { description: "Seconds between two looks at a running scan", pattern: /^[1-9]\d?$/, default: "20" },
  limitMinutes: { description: "Minutes after which a scan that is not done is given up, and the build fails", pattern: /^(?:0|[1-9]\d{0,2})$/, default: limitMinutes },
});

/**
 * Where the platform team lays a licensed file, which no public address offers at one version, into the bucket of tools. The checksum in the
 * key keeps versions apart.
 */
export const vendorKey = (tool: string, file: string, sha256 = ""): string => `licensed/${tool}/${sha256}/${file}`;

export const fromToolsBucket = (tool: string, file: string, sha256 = ""): readonly string[] => [
  `aws s3 cp --only-show-errors "s3://$TOOLS_BUCKET/${vendorKey(tool, file, sha256)}" "$TOOLS/${file}"`,
  `echo "${sha256}  $TOOLS/${file}" | sha256sum --check --strict -`,
];

/**
 * A folder that nobody else may enter, and files that nobody else may read, for what holds a secret: a command line can be read by every process.
 * The shell's own `printf` writes there, which starts none.
 */
export const privateFolder = ["umask 077", exported("PRIVATE", `"$(mktemp --directory)"`)].join("\n");

/** Unpacks a zip; the image promises python3 and no unzip. */
export const unzip = (archive: string, folder: string): string => `python3 -m zipfile --extract "${archive}" "${folder}"`;

/** Why a build breaks off, for whoever reads its log. */
export const refuseUnless = (condition: string, message: string): string => `if ! ${condition}; then echo "${message}" >&2; exit 1; fi`;

/** Only HTTPS is spoken, except with a test on the loopback. */
export const protocolOf = (address: string): string => (address.startsWith("http://127.0.0.1:") ? "=http" : "=https");

/** For a service, whose every step ends the build where it fails: what comes after them ran well. */
export const everyStepSucceeded = "exit_code=0";
