import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { policyDocument, satisfies, type ConditionBlock, type Statement } from "../core";
import type { Subnet } from "./vpc";

export interface GatewayEndpointsProps {
  /** Beginning of their names. */
  readonly name: string;
  readonly vpcId: string;
  readonly region: string;
  /** Account whose principals may pass. */
  readonly accountId: string;
  /** Accounts whose buckets and tables may be reached: this one and others of the organisation. */
  readonly trustedAccountIds: readonly string[];
  /** Subnets whose traffic to S3 and DynamoDB goes through them. */
  readonly subnets: readonly Subnet[];
}

/**
 * Buckets of AWS that machines read without being a principal of ours: packages of Amazon Linux 2023 (its User Guide,
 * "Deterministic upgrades") and layers of container images (Amazon ECR User Guide, "Amazon ECR interface VPC endpoints").
 */
const awsBuckets = (region: string): readonly string[] => [`al2023-repos-${region}-de612dc2`, `prod-${region}-starport-layer-bucket`];

/**
 * Without these two conditions the endpoint is a door for data: a process with an attacker's keys could write to the
 * attacker's bucket without ever touching the internet. aws:PrincipalAccount keeps foreign keys out, aws:ResourceAccount
 * foreign buckets (AWS whitepaper "Building a Data Perimeter on AWS").
 */
const insideThePerimeter = (props: GatewayEndpointsProps): ConditionBlock => ({
  StringEquals: {
    "aws:PrincipalAccount": props.accountId,
    "aws:ResourceAccount": [...new Set([props.accountId, ...props.trustedAccountIds])].sort(),
  },
});

const ownStatement = (service: string, props: GatewayEndpointsProps): Statement => ({
  Sid: "OwnPrincipalsToTrustedAccounts",
  Effect: "Allow",
  Principal: "*",
  Action: `${service}:*`,
  Resource: "*",
  Condition: insideThePerimeter(props),
});

const awsBucketsStatement = (region: string): Statement => ({
  Sid: "ReadBucketsOfAws",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: awsBuckets(region).map((bucket) => `arn:aws:s3:::${bucket}/*`),
});

/** Free ways to S3 and DynamoDB that stay inside AWS, open to this account's principals and to trusted accounts' data only. */
export class GatewayEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: GatewayEndpointsProps) {
    super(scope, id);
    const statements = {
      s3: [ownStatement("s3", props), awsBucketsStatement(props.region)],
      dynamodb: [ownStatement("dynamodb", props)],
    };
    for (const [service, policy] of Object.entries(statements)) {
      new VpcEndpoint(this, service, {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Gateway",
        routeTableIds: props.subnets.map((subnet) => subnet.routeTableId),
        policy: policyDocument(policy),
        tags: { Name: `${props.name}-${service}` },
      });
    }
    satisfies(this, "cis-aws-7.0:6.8");
  }
}
