import type { Target } from "../application";
import { outputFolder } from "../names";
import { assumeStatement } from "../project";
import { artifactStatements, assumeDeployRole, largestScanned, verdictStatements } from "./deployment";
import { judgedImage } from "./image";
import { nativeDeployment } from "./native";
import { noSteps, type Destination, type TargetKindBuild } from "./target";

type Ecs = Extract<Target, { readonly kind: "ecs" }>;

/** Folder of the checkout with what CodePipeline's action reads (CodePipeline User Guide, "Image definitions file reference"). */
const folder = `${outputFolder}/release`;

const registryOf = ({ accountId, region }: Destination["environment"]): string => `${accountId}.dkr.ecr.${region}.amazonaws.com`;

/**
 * Pushes the image under the digest that was judged. What is pushed, or is there under its tag already, is taken only if its manifest names the
 * configuration that was looked at (OCI Image Manifest Specification, `config`).
 */
const pushCommands = ({ repository, container }: Ecs, { environment }: Destination): readonly string[] => {
  const registry = registryOf(environment);
  const images = `aws ecr batch-get-image --repository-name ${repository} --image-ids "imageTag=$tag" --output json`;
  return [
    ...judgedImage,
    `docker load --quiet --input "$DELIVERABLE"`,
    `image="${registry}/${repository}"`,
    `tag="sha256-\${DIGEST#sha256:}"`,
    `docker tag application "$image:$tag"`,
    `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`,
    `if [ "$(${images} | jq '.images | length')" = 0 ]; then docker push --quiet "$image:$tag"; fi`,
    `${images} > "$TOOLS/image.json"`,
    `pushed="$(jq --exit-status --raw-output '.images[0].imageId.imageDigest' "$TOOLS/image.json")"`,
    `if [ "$(jq --raw-output '.images[0].imageManifest | fromjson | .config.digest' "$TOOLS/image.json")" != "$judged" ]; then echo "$image:$tag is another image than the one that was judged" >&2; exit 1; fi`,
    `mkdir ${outputFolder} ${folder}`,
    `jq --null-input --arg name ${container} --arg image "$image@$pushed" '[{name: $name, imageUri: $image}]' > ${folder}/imagedefinitions.json`,
  ];
};

/** A service of Amazon ECS whose image is pushed to ECR of each environment. */
export const ecs: TargetKindBuild<Ecs> = {
  limitMegabytes: largestScanned,
  isNative: true,
  package: () => ["docker build --tag application ."],
  deliver: (_application, _target, out) => [`docker save --output ${out}/image.tar application`],
  plan: () => noSteps,
  deploy: (composition, target, destination) =>
    nativeDeployment(composition, destination, {
      provider: "ECS",
      configuration: { ClusterName: target.cluster, ServiceName: target.service, FileName: "imagedefinitions.json" },
      release: {
        description: `Pushes the image that was judged to the registry of ${destination.environment.name}`,
        build: [...assumeDeployRole(destination.environment), ...pushCommands(target, destination)],
        folder,
        files: ["imagedefinitions.json"],
        statements: [...verdictStatements(composition, destination), assumeStatement(destination.environment)],
        timeoutMinutes: 30,
        isPrivileged: true,
      },
    }),
  // CodePipeline User Guide, "Amazon Elastic Container Service deploy action reference", and ECR User Guide, "Private repository policy examples".
  statements: (application, { cluster, service, repository, roles = [`${application.name}-task`, `${application.name}-task-execution`] }, { accountId, region }, platform) => [
    ...artifactStatements(application, platform),
    { Sid: "LogInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Sid: "PushImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
      Resource: `arn:aws:ecr:${region}:${accountId}:repository/${repository}`,
    },
    // These know no resource (Service Authorization Reference, "Actions, resources, and condition keys for Amazon ECS").
    { Sid: "ReadTaskDefinitions", Effect: "Allow", Action: ["ecs:DescribeTaskDefinition", "ecs:ListTasks", "ecs:RegisterTaskDefinition"], Resource: "*" },
    {
      Sid: "UpdateService",
      Effect: "Allow",
      Action: ["ecs:DescribeServices", "ecs:UpdateService"],
      Resource: `arn:aws:ecs:${region}:${accountId}:service/${cluster}/${service}`,
    },
    { Sid: "SeeTasks", Effect: "Allow", Action: "ecs:DescribeTasks", Resource: `arn:aws:ecs:${region}:${accountId}:task/${cluster}/*` },
    { Sid: "TagRevision", Effect: "Allow", Action: "ecs:TagResource", Resource: `arn:aws:ecs:${region}:${accountId}:task-definition/*`, Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } } },
    {
      Sid: "HandOverTaskRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roles.map((role) => `arn:aws:iam::${accountId}:role/${role}`),
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ],
};
