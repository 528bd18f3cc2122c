import type { Target } from "../application";
import { artifactNames } from "../names";
import { assumeStatement, buildAction, project } from "../project";
import { assumeDeployRole, packageLanguages, verdictStatements, verifiedPrelude, zipFolder } from "./deployment";
import { noSteps, type TargetKindBuild } from "./target";

type Lambda = Extract<Target, { readonly kind: "lambda" }>;

/** AWS Lambda Developer Guide, "Lambda quotas": deployment package, in megabytes: zipped and sent directly, and unpacked. */
const limits = { zipped: 50, unpacked: 250 } as const;

/** SHA-256 in base64, as Lambda tells it of its code. */
const codeHash = `python3 -c 'import base64, hashlib, sys; print(base64.b64encode(hashlib.sha256(open(sys.argv[1], "rb").read()).digest()).decode())' "$DELIVERABLE"`;

const commands = ({ function: name, alias = "live" }: Lambda): readonly string[] => [
  `hash="$(${codeHash})"`,
  `aws lambda update-function-code --function-name ${name} --zip-file "fileb://$DELIVERABLE" --output json > "$TOOLS/updated.json"`,
  `if [ "$(jq --raw-output .CodeSha256 "$TOOLS/updated.json")" != "$hash" ]; then echo "${name} has other code than was judged" >&2; exit 1; fi`,
  `aws lambda wait function-updated-v2 --function-name ${name}`,
  // Publishes only if the code is still this one (Lambda API Reference, "PublishVersion").
  `version="$(aws lambda publish-version --function-name ${name} --code-sha256 "$hash" --query Version --output text)"`,
  `aws lambda update-alias --function-name ${name} --name ${alias} --function-version "$version" --output json`,
];

/** A Lambda function: a new version, to which an alias moves. */
export const lambda: TargetKindBuild<Lambda> = {
  limitMegabytes: limits.zipped,
  isNative: false,
  package: packageLanguages,
  deliver: (application, _target, out) => [
    ...zipFolder(application, out),
    `if [ "$(unzip -Z -t ${out}/application.zip | cut --delimiter ' ' --fields 3)" -gt ${limits.unpacked * 1_000_000} ]; then echo "the package is larger than ${limits.unpacked} MB when it is unpacked, the most that Lambda takes" >&2; exit 1; fi`,
  ],
  plan: () => noSteps,
  deploy: (composition, target, destination) => {
    const { environment } = destination;
    const part = `deploy-${environment.name}`;
    return {
      actions: [buildAction(composition, { name: "deploy", part, category: "Build", inputs: [artifactNames.application], order: 1 })],
      projects: [
        project(composition, {
          part,
          description: `Publishes the package that was judged as ${target.function} in ${environment.name}`,
          buildspec: { install: verifiedPrelude(composition, destination), build: [...assumeDeployRole(environment), ...commands(target)] },
          statements: [...verdictStatements(composition, destination), assumeStatement(environment)],
          timeoutMinutes: 15,
        }),
      ],
    };
  },
  // Of one function: an alias and a version are judged by its ARN with their names behind it.
  statements: (_application, { function: name }, { accountId, region }) => {
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    return [{ Sid: "Publish", Effect: "Allow", Action: ["lambda:GetFunction", "lambda:PublishVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"], Resource: [arn, `${arn}:*`] }];
  },
};
