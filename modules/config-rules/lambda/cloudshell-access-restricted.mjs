/** Who has AWSCloudShellFullAccess, by which files leave through the console. One evaluation for the account. */

const policyArn = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess";

export const collect = (iam) => iam.entitiesOf(policyArn);

const names = (text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

export const judge = ({ users, groups, roles }, { allowedRoles = "" }, { accountId }) => {
  const allowed = names(allowedRoles);
  const holders = [
    ...users.map((name) => `user ${name}`),
    ...groups.map((name) => `group ${name}`),
    ...roles.filter((name) => !allowed.includes(name)).map((name) => `role ${name}`),
  ];
  return [
    {
      type: "AWS::::Account",
      id: accountId,
      compliant: holders.length === 0,
      annotation: holders.length === 0 ? undefined : `AWSCloudShellFullAccess: ${holders.join(", ")}`,
    },
  ];
};
