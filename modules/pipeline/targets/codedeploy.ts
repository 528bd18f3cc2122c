import type { Target } from "../application";
import { outputFolder } from "../names";
import { artifactStatements, largestScanned, packageLanguages, verdictStatements, zipFolder } from "./deployment";
import { nativeDeployment } from "./native";
import { noSteps, type TargetKindBuild } from "./target";

type CodeDeploy = Extract<Target, { readonly kind: "codedeploy" }>;

/** Folder of the checkout with what CodeDeploy takes: the package unpacked, with its appspec.yml. */
const folder = `${outputFolder}/release`;

/** Instances on which CodeDeploy lays a revision. */
export const codedeploy: TargetKindBuild<CodeDeploy> = {
  limitMegabytes: largestScanned,
  isNative: true,
  package: packageLanguages,
  deliver: (application, _target, out) => zipFolder(application, out),
  plan: () => noSteps,
  deploy: (composition, { application, deploymentGroup }, destination) =>
    nativeDeployment(composition, destination, {
      provider: "CodeDeploy",
      configuration: { ApplicationName: application, DeploymentGroupName: deploymentGroup },
      release: {
        description: `Unpacks the package that was judged, for ${destination.environment.name}`,
        build: [
          `mkdir ${outputFolder} ${folder}`,
          `unzip -q "$DELIVERABLE" -d ${folder}`,
          `if ! test -f ${folder}/appspec.yml; then echo "the package has no appspec.yml at its root, which CodeDeploy asks for" >&2; exit 1; fi`,
        ],
        folder,
        files: ["**/*"],
        statements: verdictStatements(composition, destination),
        timeoutMinutes: 15,
      },
    }),
  // CodePipeline User Guide, "AWS CodeDeploy deploy action reference".
  statements: (application, target, { accountId, region }, platform) => {
    const arn = (resource: string) => `arn:aws:codedeploy:${region}:${accountId}:${resource}`;
    return [
      ...artifactStatements(application, platform),
      { Sid: "RegisterRevision", Effect: "Allow", Action: ["codedeploy:GetApplication", "codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"], Resource: arn(`application:${target.application}`) },
      { Sid: "Deploy", Effect: "Allow", Action: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"], Resource: arn(`deploymentgroup:${target.application}/${target.deploymentGroup}`) },
      { Sid: "ReadHowToDeploy", Effect: "Allow", Action: "codedeploy:GetDeploymentConfig", Resource: arn("deploymentconfig:*") },
    ];
  },
};
