import { EventDataStore } from "../../../../modules/event-data-store";
import { resourceOf, synthStack } from "../../../support/synth";

test("EventDataStore keeps management events of all regions under its key, for as long as it is told", () => {
  const stack = synthStack((scope) => {
    new EventDataStore(scope, "store", { name: "castle-events", keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k", retentionDays: 731, terminationProtection: true });
  });
  expect(resourceOf(stack, "aws_cloudtrail_event_data_store")).toMatchObject({
    name: "castle-events",
    kms_key_id: "arn:aws:kms:eu-west-1:111111111111:key/k",
    retention_period: 731,
    multi_region_enabled: true,
    termination_protection_enabled: true,
    advanced_event_selector: [{ field_selector: [{ field: "eventCategory", equals: ["Management"] }] }],
  });
});
