import { EnvironmentError } from "../errors";
import type { Invariant } from "./invariant";

/**
 * What a build without internet access calls: Systems Manager to be driven, Image Builder for its components,
 * CloudWatch Logs for its log (EC2 Image Builder User Guide, "VPC interface endpoints"; Systems Manager User Guide,
 * "Create VPC endpoints"). Packages come from Amazon S3 through the gateway endpoint that every VPC here has.
 */
export const buildEndpoints = ["ec2messages", "imagebuilder", "logs", "ssm", "ssmmessages"] as const;

/** A build that cannot reach what it downloads fails after minutes with a message about a time-out. */
export const privateBuildsHaveAWayOut: Invariant = ({ environments }) =>
  environments
    .filter(({ environment }) => environment.network.privateBuilds && environment.network.natGateways === "none")
    .flatMap(({ file, environment }) => {
      const missing = buildEndpoints.filter((endpoint) => !environment.network.interfaceEndpoints.includes(endpoint));
      return missing.length === 0
        ? []
        : [
            new EnvironmentError({
              file,
              key: "network.privateBuilds",
              problem: "builds in the private tier have no way out: no NAT gateway and not the interface endpoints they need",
              remedy: `set network.natGateways to single, or add ${missing.join(", ")} to network.interfaceEndpoints`,
            }),
          ];
    });
