import { mustBe, notApplicable, valueOf, unknown } from "../attributes";
import type { Rule } from "../rule";

/** Only symmetric keys whose material AWS makes can be rotated (KMS Developer Guide, "Rotate AWS KMS keys"). */
export const keyRotation: Rule = {
  id: "key-rotation",
  title: "Symmetric customer-managed keys are rotated",
  risk: "medium",
  types: ["aws_kms_key"],
  source: "CIS AWS Foundations 5.0, 3.6",
  remedy: "Set enable_key_rotation to true.",
  evaluate: (key) => {
    const [specification, usage, store] = [key.at("customer_master_key_spec"), key.at("key_usage"), key.at("custom_key_store_id")];
    if ([specification, usage].some(({ kind }) => kind === "unknown" || kind === "template")) return unknown("the kind of key is not known yet");
    const symmetric = (valueOf(specification) ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT" && (valueOf(usage) ?? "ENCRYPT_DECRYPT") === "ENCRYPT_DECRYPT";
    const imported = valueOf(store) !== undefined && valueOf(store) !== "";
    return symmetric && !imported ? mustBe(key.at("enable_key_rotation"), true, "enable_key_rotation") : notApplicable;
  },
};
