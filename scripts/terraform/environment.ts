import { devNull } from "node:os";
import type { Session } from "./types";

/**
 * What a child process needs of the caller's environment. Every other variable stays out: an inherited AWS_PROFILE,
 * TF_VAR_x or TF_CLI_ARGS would change what is planned without a trace in the bundle.
 */
const keptVariables = [
  ...["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"],
  ...["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR"],
];

export function environmentWithoutAws(base: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(keptVariables.flatMap((name) => (base[name] === undefined ? [] : [[name, base[name]]])));
}

/**
 * Go's collector runs when the heap has grown by this many per cent. Terraform and the AWS provider build a large
 * schema and end: measured, 400 instead of 100 takes a quarter off a plan for about 18 % more memory.
 */
const collectorPercent = "400";

/** An emulator on loopback does not throttle: where it does not answer, it is dead, and 25 attempts (the provider's default) take minutes. */
const emulatorAttempts = "3";

/** The whole environment of a Terraform process: the session's credentials and nothing that the caller had for AWS. */
export function terraformEnvironment(options: {
  readonly base: NodeJS.ProcessEnv;
  readonly session: Session;
  readonly cliConfigFile: string;
}): Record<string, string> {
  const { base, session } = options;
  return {
    ...environmentWithoutAws(base),
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    ...(session.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: session.sessionToken }),
    AWS_REGION: session.region,
    AWS_DEFAULT_REGION: session.region,
    // The caller's ~/.aws may hold a profile with another role, region or endpoint.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    ...(session.endpoint === undefined ? certificatesOf(base) : emulatorVariables(session.endpoint)),
    GOGC: collectorPercent,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TF_CLI_CONFIG_FILE: options.cliConfigFile,
  };
}

/** A company's own certificate authority, where its proxy opens TLS: a file of certificates, no credential. */
function certificatesOf(base: NodeJS.ProcessEnv): Record<string, string> {
  return base.AWS_CA_BUNDLE === undefined ? {} : { AWS_CA_BUNDLE: base.AWS_CA_BUNDLE };
}

/**
 * S3 Control puts the account before the host (`111111111111.127.0.0.1`), a name that no resolver knows: as its proxy the
 * emulator gets the request all the same. Go never uses a proxy for 127.0.0.1 itself.
 */
function emulatorVariables(endpoint: string): Record<string, string> {
  return { AWS_ENDPOINT_URL: endpoint, AWS_MAX_ATTEMPTS: emulatorAttempts, HTTP_PROXY: endpoint, http_proxy: endpoint };
}
