import { quoted } from "../build-project";
import { protocolOf, refuseUnless, serviceAddress } from "./licensed";
import type { ScanPlace } from "./tool";

/**
 * The one address that dynamic analysis may look at.
 * @throws Error where the application names none, or one that is not HTTPS: no scanner guesses whom it may attack
 */
export const targetOf = ({ pipeline, address }: ScanPlace): string => {
  if (address === undefined || !serviceAddress.test(address)) throw new Error(`${pipeline}: dynamic analysis needs the application's address as https://<host>, without a path, and not ${JSON.stringify(address)}. Give \`address\` of the application.`);
  return address;
};

/**
 * Demands that the target answers, and that its redirects end at the host that was named: what lies behind another one belongs to somebody else,
 * and a page that says only "moved" is nothing to have looked at.
 */
export const answering = (address: string): readonly string[] => [
  `landed="$(curl --fail --silent --show-error --location --max-redirs 5 --proto '${protocolOf(address)}' --max-time 60 --retry 3 --output /dev/null --write-out '%{url_effective}' ${quoted(address)}/)"`,
  refuseUnless(`[[ "$landed/" == ${quoted(address)}/* ]]`, `${address} leads to $landed, which is not what was to be looked at`),
];
