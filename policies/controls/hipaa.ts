import type { Framework } from "./control";

const cis = (...ids: readonly string[]): readonly string[] => ids.map((id) => `cis-aws-7.0:${id}`);

/**
 * The requirements that an AWS account can show evidence for. Most ask for a procedure: what the account does helps, and does not
 * make the procedure. 164_308_a_4_ii_c is (C), access establishment and modification, as the rule itself says; the source repeats (B).
 */
export const hipaa: Framework = {
  name: "hipaa",
  title: "HIPAA Security Rule (45 CFR 164.308 and 164.312)",
  source: "45 CFR Part 164 Subpart C; ids as prowler 5.46.0 lists them (compliance/aws/hipaa_aws.json)",
  controls: [
    { id: "164_308_a_1_ii_a", kind: "by process", runbook: "risk-management", through: cis("5.16"), title: "164.308(a)(1)(ii)(A) Risk analysis" },
    { id: "164_308_a_1_ii_b", kind: "by process", runbook: "risk-management", through: cis("4.3"), title: "164.308(a)(1)(ii)(B) Risk management" },
    { id: "164_308_a_1_ii_d", kind: "by process", runbook: "activity-review", through: cis("4.1", "4.7", "5.1"), title: "164.308(a)(1)(ii)(D) Information system activity review" },
    { id: "164_308_a_3_i", kind: "by process", runbook: "workforce-access", through: cis("2.13", "2.14"), title: "164.308(a)(3)(i) Workforce security" },
    { id: "164_308_a_3_ii_a", kind: "by process", runbook: "workforce-access", through: cis("2.13", "2.14"), title: "164.308(a)(3)(ii)(A) Authorisation and supervision" },
    { id: "164_308_a_3_ii_b", kind: "by process", runbook: "workforce-access", title: "164.308(a)(3)(ii)(B) Workforce clearance" },
    { id: "164_308_a_3_ii_c", kind: "by process", runbook: "workforce-access", through: cis("2.11", "2.12"), title: "164.308(a)(3)(ii)(C) Termination" },
    { id: "164_308_a_4_i", kind: "by process", runbook: "workforce-access", through: cis("2.13", "2.14"), title: "164.308(a)(4)(i) Information access management" },
    { id: "164_308_a_4_ii_a", kind: "by process", runbook: "isolation", title: "164.308(a)(4)(ii)(A) Isolating clearinghouse functions" },
    { id: "164_308_a_4_ii_b", kind: "by process", runbook: "workforce-access", through: cis("2.13", "2.14"), title: "164.308(a)(4)(ii)(B) Access authorisation" },
    { id: "164_308_a_4_ii_c", kind: "by process", runbook: "workforce-access", through: cis("2.11", "2.12"), title: "164.308(a)(4)(ii)(C) Access establishment and modification" },
    { id: "164_308_a_5_ii_b", kind: "deployed", title: "164.308(a)(5)(ii)(B) Protection from malicious software" },
    { id: "164_308_a_5_ii_c", kind: "deployed", through: cis("5.2", "5.3", "5.6"), title: "164.308(a)(5)(ii)(C) Log-in monitoring" },
    { id: "164_308_a_5_ii_d", kind: "deployed", through: cis("2.8", "2.9"), title: "164.308(a)(5)(ii)(D) Password management" },
    { id: "164_308_a_6_i", kind: "by process", runbook: "incident-response", through: cis("2.15", "5.16"), title: "164.308(a)(6)(i) Security incident procedures" },
    { id: "164_308_a_6_ii", kind: "by process", runbook: "incident-response", through: cis("2.15", "5.16"), title: "164.308(a)(6)(ii) Response and reporting" },
    { id: "164_308_a_7_i", kind: "by process", runbook: "contingency", title: "164.308(a)(7)(i) Contingency plan" },
    { id: "164_308_a_7_ii_a", kind: "by process", runbook: "contingency", title: "164.308(a)(7)(ii)(A) Data backup" },
    { id: "164_308_a_7_ii_b", kind: "by process", runbook: "contingency", title: "164.308(a)(7)(ii)(B) Disaster recovery" },
    { id: "164_308_a_7_ii_c", kind: "by process", runbook: "contingency", title: "164.308(a)(7)(ii)(C) Emergency mode operation" },
    { id: "164_308_a_8", kind: "by process", runbook: "evaluation", through: cis("4.3", "5.16"), title: "164.308(a)(8) Evaluation" },
    { id: "164_312_a_1", kind: "deployed", through: cis("2.18", "3.1.4", "6.2", "6.5"), title: "164.312(a)(1) Access control" },
    { id: "164_312_a_2_i", kind: "by process", runbook: "federation", through: cis("2.13"), title: "164.312(a)(2)(i) Unique user identification" },
    { id: "164_312_a_2_ii", kind: "by process", runbook: "break-glass", title: "164.312(a)(2)(ii) Emergency access" },
    { id: "164_312_a_2_iv", kind: "deployed", through: cis("4.5", "4.6", "6.1.1"), title: "164.312(a)(2)(iv) Encryption and decryption" },
    { id: "164_312_b", kind: "deployed", through: cis("4.1", "4.3", "4.5", "4.7"), title: "164.312(b) Audit controls" },
    { id: "164_312_c_1", kind: "by process", runbook: "data-integrity", through: cis("4.2", "3.1.4"), title: "164.312(c)(1) Integrity" },
    { id: "164_312_c_2", kind: "by process", runbook: "data-integrity", through: cis("4.2"), title: "164.312(c)(2) Authentication of health information" },
    { id: "164_312_d", kind: "watched", through: cis("2.5", "2.10"), title: "164.312(d) Person or entity authentication" },
    { id: "164_312_e_1", kind: "deployed", through: cis("3.1.1"), title: "164.312(e)(1) Transmission security" },
    { id: "164_312_e_2_i", kind: "deployed", through: cis("3.1.1"), title: "164.312(e)(2)(i) Integrity controls in transmission" },
    { id: "164_312_e_2_ii", kind: "deployed", through: cis("3.1.1"), title: "164.312(e)(2)(ii) Encryption in transmission" },
  ],
};
