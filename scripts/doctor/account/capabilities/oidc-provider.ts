import type { Capability } from "../capability";

/** An account has at most one provider for an issuer (IAM API Reference, CreateOpenIDConnectProvider: EntityAlreadyExists). */
export const oidcProvider: Capability = {
  key: "oidcProvider",
  title: "GitHub's OIDC provider in IAM",
  scope: "account",
  read: async (account) => {
    const region = account.environment.homeRegion;
    const xml = await account.in(region).query("iam", "2010-05-08", { Action: "ListOpenIDConnectProviders" });
    return [...xml.matchAll(/<Arn>([^<]+:oidc-provider\/token\.actions\.githubusercontent\.com)<\/Arn>/g)].map(([, providerArn = ""]) =>
      account.holds("aws_iam_openid_connect_provider", providerArn)
        ? { region, what: `provider ${providerArn}`, keeper: "portcullis", besideOwn: "harmless", adopt: { providerArn } }
        : { region, what: `provider ${providerArn}`, keeper: "account", besideOwn: "fails", adopt: { providerArn }, external: { providerArn } },
    );
  },
};
