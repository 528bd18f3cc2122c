import type { Statement } from "../core";

/** The artifacts of one pipeline that a build takes and makes, by name. */
export interface ArtifactAccess {
  readonly bucket: string;
  readonly pipeline: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Network in which builds run. */
export interface BuildNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

interface Build {
  readonly accountId: string;
  readonly region: string;
  readonly keyArn: string;
  readonly logGroupName: string;
  readonly reportGroupArns: readonly string[];
  readonly artifacts?: ArtifactAccess;
  readonly network?: BuildNetwork;
}

/**
 * CodePipeline keeps an artifact under the first 20 characters of the pipeline's name and the first 10 of its own (CloudFormation User
 * Guide, "AWS::CodePipeline::Pipeline ArtifactStore", Location; the key in Lambda's guide, "Using AWS Lambda with AWS CodePipeline").
 */
const artifactArn = ({ bucket, pipeline }: ArtifactAccess, name: string): string => `arn:aws:s3:::${bucket}/${pipeline.slice(0, 20)}*/${name.slice(0, 10)}*`;

/**
 * Leave to use a key for the objects of some buckets alone. A bucket that uses a bucket key names itself to KMS, one that does not names the
 * object (S3 User Guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys").
 */
export const throughBucket = (Sid: string, keyArn: string, region: string, buckets: readonly string[], access: "use" | "read"): Statement => ({
  Sid,
  Effect: "Allow",
  Action: access === "use" ? ["kms:Decrypt", "kms:GenerateDataKey"] : "kms:Decrypt",
  Resource: keyArn,
  Condition: {
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": buckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]) },
  },
});

const artifactStatements = ({ artifacts, keyArn, region }: Build): readonly Statement[] =>
  artifacts === undefined || artifacts.inputs.length + artifacts.outputs.length === 0
    ? []
    : [
        ...(artifacts.inputs.length === 0
          ? []
          : [{ Sid: "TakeArtifacts", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: artifacts.inputs.map((name) => artifactArn(artifacts, name)) } as const]),
        ...(artifacts.outputs.length === 0
          ? []
          : [{ Sid: "MakeArtifacts", Effect: "Allow", Action: "s3:PutObject", Resource: artifacts.outputs.map((name) => artifactArn(artifacts, name)) } as const]),
        throughBucket("ArtifactKey", keyArn, region, [artifacts.bucket], artifacts.outputs.length === 0 ? "read" : "use"),
      ];

/** CodeBuild User Guide, "Allow CodeBuild access to AWS services required to create a VPC network interface". */
const networkStatements = ({ network, accountId, region }: Build): readonly Statement[] =>
  network === undefined
    ? []
    : [
        {
          Sid: "StandInNetwork",
          Effect: "Allow",
          Action: [
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeDhcpOptions",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
          ],
          Resource: "*",
        },
        {
          Sid: "LetCodeBuildAttach",
          Effect: "Allow",
          Action: "ec2:CreateNetworkInterfacePermission",
          Resource: `arn:aws:ec2:${region}:${accountId}:network-interface/*`,
          Condition: {
            StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
            ArnEquals: { "ec2:Subnet": network.subnetIds.map((subnet) => `arn:aws:ec2:${region}:${accountId}:subnet/${subnet}`) },
          },
        },
      ];

/** What every build does: it writes its log, takes and makes its artifacts, and tells its own report groups. */
export const baseStatements = (build: Build): readonly Statement[] => [
  {
    Sid: "WriteLog",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `arn:aws:logs:${build.region}:${build.accountId}:log-group:${build.logGroupName}:*`,
  },
  ...artifactStatements(build),
  ...(build.reportGroupArns.length === 0
    ? []
    : [
        {
          Sid: "TellReports",
          Effect: "Allow",
          Action: ["codebuild:BatchPutCodeCoverages", "codebuild:BatchPutTestCases", "codebuild:CreateReport", "codebuild:UpdateReport"],
          Resource: build.reportGroupArns,
        } as const,
      ]),
  ...networkStatements(build),
];
