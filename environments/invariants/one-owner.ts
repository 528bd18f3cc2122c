import { regionsOf } from "../cidr";
import { EnvironmentError } from "../errors";
import { names } from "../names";
import type { Organisation } from "../organisation";
import type { Environment } from "../schema";
import type { ConfiguredEnvironment, Invariant } from "./invariant";

const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** Things that are named by an ARN and have to be in the environment's own account, by key. */
const arnsHere = ({ ownership: { cloudTrail, oidcProvider } }: Environment): readonly { readonly key: string; readonly arn: string; readonly remedy: string }[] => [
  ...(cloudTrail.mode === "adopt" ? [{ key: "cloudTrail.trailArn", arn: cloudTrail.trailArn, remedy: "leave it to that account: write mode external" }] : []),
  // A role trusts a provider of its own account only (IAM User Guide, "AWS JSON policy elements: Principal", federated principals).
  ...(oidcProvider.mode === "own" ? [] : [{ key: "oidcProvider.providerArn", arn: oidcProvider.providerArn, remedy: "name the provider of this account, or let Portcullis own one" }]),
];

/** What another account holds cannot be imported: it would have two owners. */
export const adoptedIsHere: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }) =>
    arnsHere(environment)
      .filter(({ arn }) => accountOf(arn) !== environment.accountId)
      .map(({ key, arn, remedy }) => new EnvironmentError({ file, key: `ownership.${key}`, problem: `${arn} is of account ${accountOf(arn) || "(none)"}, not of ${environment.accountId}`, remedy })),
  );

interface AdoptedByRegion {
  readonly key: string;
  readonly home: { readonly name: string; readonly id: string | undefined };
  readonly further: { readonly name: string; readonly ids: Readonly<Record<string, string>> };
}

/** What is adopted region by region. */
const adoptedByRegion = ({ ownership: { defaultVpc, guardDuty } }: Environment): readonly AdoptedByRegion[] => [
  ...(guardDuty.mode === "adopt" ? [{ key: "guardDuty", home: { name: "detectorId", id: guardDuty.detectorId }, further: { name: "furtherDetectorIds", ids: guardDuty.furtherDetectorIds } }] : []),
  ...(defaultVpc.mode === "adopt" ? [{ key: "defaultVpc", home: { name: "vpcId", id: defaultVpc.vpcId }, further: { name: "furtherVpcIds", ids: defaultVpc.furtherVpcIds } }] : []),
];

interface Held {
  readonly key: string;
  /** Unique in all of AWS, so that the same in two environments is the same thing. */
  readonly id: string;
}

/** What an environment's states hold, or would hold, under a name that there is once in all of AWS. */
const heldBy = (organisation: Organisation, environment: Environment): readonly Held[] => {
  const { logArchive } = environment.ownership;
  const { logArchiveBucket, stateBucket, bundleBucket, accessLogBucket } = names(organisation, environment);
  return [
    ...[stateBucket, bundleBucket, accessLogBucket].map((id) => ({ key: "name", id })),
    ...(logArchive.mode === "own" ? [{ key: "name", id: logArchiveBucket }] : []),
    ...(logArchive.mode === "adopt" ? [{ key: "ownership.logArchive.bucketName", id: logArchive.bucketName }] : []),
    ...adoptedByRegion(environment).flatMap(({ key, home: { id: atHome }, further }) => [...(atHome === undefined ? [] : [atHome]), ...Object.values(further.ids)].map((id) => ({ key: `ownership.${key}`, id }))),
  ];
};

/** Two states that hold one thing undo each other, and the one that is retired takes it from the other. */
export const oneOwner: Invariant = ({ organisation, environments }) => {
  const all = environments.flatMap(({ file, environment }) => heldBy(organisation, environment).map((held) => ({ ...held, file, environment })));
  return all.flatMap(({ key, id, file }, index) => {
    const other = all.slice(0, index).find((each) => each.id === id);
    return other === undefined
      ? []
      : [new EnvironmentError({ file, key, problem: `${id} is held by ${other.environment.name} already (${other.file}, ${other.key})`, remedy: "let one environment own it; the others write mode external, or what is their own" })];
  });
};

/** What Portcullis makes or keeps here cannot be another team's at the same time: then nobody would. */
const selfExternal = (organisation: Organisation, { file, environment }: ConfiguredEnvironment): readonly EnvironmentError[] => {
  const { cloudTrail, logArchive } = environment.ownership;
  const own = names(organisation, environment);
  const fault = (key: string, id: string) => new EnvironmentError({ file, key: `ownership.${key}`, problem: `${id} is the name that Portcullis gives its own`, remedy: "write mode own, or name what the other team runs" });
  return [
    ...(cloudTrail.mode === "external" && cloudTrail.trailArn === own.trailArn(environment.homeRegion) ? [fault("cloudTrail.trailArn", cloudTrail.trailArn)] : []),
    ...(logArchive.mode === "external" && logArchive.bucketName === own.logArchiveBucket ? [fault("logArchive.bucketName", logArchive.bucketName)] : []),
  ];
};
export const externalIsAnothers: Invariant = ({ organisation, environments }) => environments.flatMap((each) => selfExternal(organisation, each));

/** What is adopted in a region that no stack stands in would be left as it is without anybody knowing; adopting nothing is a slip. */
export const adoptedIsGoverned: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }) => {
    const [, ...governed] = regionsOf(environment);
    return adoptedByRegion(environment).flatMap(({ key, home, further }) => {
      if (home.id === undefined && Object.keys(further.ids).length === 0)
        return [new EnvironmentError({ file, key: `ownership.${key}`, problem: "mode adopt names nothing to import", remedy: `name ${home.name} or ${further.name}, or write mode own` })];
      return Object.keys(further.ids)
        .filter((region) => !governed.includes(region))
        .map(
          (region) =>
            new EnvironmentError({
              file,
              key: `ownership.${key}.${further.name}.${region}`,
              problem: region === environment.homeRegion ? `is the home region, whose own is ${home.name}` : "is not a governed region",
              remedy: governed.length === 0 ? "remove it: there are no governed regions" : `name one of ${governed.join(", ")}`,
            }),
        );
    });
  });
