import { GuarddutyIpset } from "@cdktf/provider-aws/lib/guardduty-ipset";
import { GuarddutyThreatintelset } from "@cdktf/provider-aws/lib/guardduty-threatintelset";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface AddressListProps {
  readonly detectorId: string;
  /** trusted: never raises a finding. threat: raises one at every contact. */
  readonly kind: "trusted" | "threat";
  readonly name: string;
  /** IPv4 addresses and blocks. */
  readonly addresses: readonly string[];
  /** Bucket that holds the list; GuardDuty's service-linked role reads it there. */
  readonly bucketName: string;
  /** What must stand before objects are put into the bucket. @default nothing */
  readonly bucketReady?: readonly ITerraformDependable[];
}

/** Folder of the lists in their bucket: the deployment roles may write there and nowhere else. */
export const addressListFolder = "address-lists";

/** Addresses that GuardDuty trusts, or warns of, as an object in a bucket and a set that reads it. */
export class AddressList extends Construct {
  constructor(scope: Construct, id: string, props: AddressListProps) {
    super(scope, id);
    const key = `${addressListFolder}/${props.kind}.txt`;
    const list = new S3Object(this, "list", {
      bucket: props.bucketName,
      key,
      content: `${[...props.addresses].sort().join("\n")}\n`,
      contentType: "text/plain",
      dependsOn: [...(props.bucketReady ?? [])],
    });
    const set = {
      detectorId: props.detectorId,
      name: props.name,
      activate: true,
      format: "TXT",
      location: `https://s3.amazonaws.com/${props.bucketName}/${key}`,
      dependsOn: [list],
      // GuardDuty reads a list when its set is made or updated: a changed list makes the set anew.
      lifecycle: { replaceTriggeredBy: [`${list.terraformResourceType}.${list.friendlyUniqueId}.content`] },
    };
    if (props.kind === "trusted") new GuarddutyIpset(this, "set", set);
    else new GuarddutyThreatintelset(this, "set", set);
  }
}
