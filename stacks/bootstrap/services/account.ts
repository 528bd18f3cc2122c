import type { ServicePermissions } from "./service";

/** Contacts alone. The account's name and its regions are not for promotion. */
export const account: ServicePermissions = {
  service: "account",
  read: ["GetAlternateContact", "GetContactInformation"],
  write: ["DeleteAlternateContact", "PutAlternateContact", "PutContactInformation"],
  named: (_base, accountId) => [`arn:aws:account::${accountId}:account`],
};
