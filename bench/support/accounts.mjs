import { mkdirSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { allEnded, cleanEnvironment } from "./process.mjs";

/**
 * Starts the embedded AWS of a checkout and bootstraps accounts in it, the ledger's first.
 * @param checkout a built checkout
 * @param {readonly string[]} [names] environments; default all. The ledger's is always among them.
 * @returns {Promise<{ endpoint: string, environmentFor: (name: string) => Promise<NodeJS.ProcessEnv> }>} environmentFor:
 *   environment variables for programs that know no roles: a session of the apply role in that environment's account
 */
export async function bootstrapAccounts(checkout, names) {
  const { environments, organisation } = checkout.require("./environments");
  const { StsSessions } = checkout.require("./scripts/aws");
  const { findProviderSource, writeCliConfig } = checkout.require("./scripts/terraform");
  const { endpoint } = JSON.parse((await checkout.portcullis("emulator", "start", "--format", "json")).stdout);

  const isLedgers = ({ name }) => name === organisation.ledgerEnvironment;
  const bootstrap = ({ name, accountId }) => checkout.portcullis("bootstrap", name, "--account", accountId, "--emulator");
  await bootstrap(environments.find(isLedgers));
  await allEnded(environments.filter((each) => !isLedgers(each) && (names?.includes(each.name) ?? true)).map(bootstrap));

  const sessions = new StsSessions({ AWS_ENDPOINT_URL: endpoint });
  const folder = join(checkout.folder, ".portcullis", "peer");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const cliConfigFile = await writeCliConfig(findProviderSource(process.env), folder);
  const environmentFor = async (name) => {
    const session = await sessions.session(environments.find((each) => each.name === name), "apply");
    return {
      ...cleanEnvironment(),
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
      AWS_REGION: session.region,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: endpoint,
      // S3 Control puts the account before the host, a name that no resolver knows; see scripts/terraform/environment.ts.
      HTTP_PROXY: endpoint,
      http_proxy: endpoint,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: cliConfigFile,
    };
  };
  return { endpoint, environmentFor };
}
