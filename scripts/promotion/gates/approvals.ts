import { type Gate, waitFor } from "./gate";

const person = (name: string): string => name.trim().toLowerCase();

/** People other than the author who approved exactly this plan. Nothing is to be approved where nothing changes. */
export const approvals: Gate = {
  id: "approvals",
  judge: ({ approvals: { required, given, author, fingerprint }, planEmpty, identity }) => {
    if (required === 0 || planEmpty) return waitFor([]);
    const counted = new Set(
      author === undefined || fingerprint === undefined
        ? []
        : given.filter((approval) => approval.fingerprint === fingerprint && person(approval.approver) !== "" && person(approval.approver) !== person(author)).map(({ approver }) => person(approver)),
    );
    const missing = required - counted.size;
    const evidence = [...counted].sort().map((approver) => ({ name: "approved-by", value: approver }));
    if (missing <= 0) return waitFor([], evidence);
    const plan = fingerprint === undefined ? "the plan, which has no fingerprint yet," : `the plan with fingerprint ${fingerprint}`;
    const text =
      author === undefined
        ? `${identity.environment} needs ${required} ${required === 1 ? "approval" : "approvals"}, and the author of the change, who may not give one, is not known.`
        : `${counted.size} of ${required} ${required === 1 ? "person has" : "people have"} approved ${plan} for ${identity.environment}; ${author}, its author, does not count.`;
    const remedy = author === undefined ? "Commit the change with an author (git config user.email) and plan again." : `Have ${missing} more ${missing === 1 ? "person" : "people"} read the review of ${identity.stack} and approve this fingerprint, then promote again.`;
    return waitFor([{ id: "approvals", text, remedy }], evidence);
  },
};
