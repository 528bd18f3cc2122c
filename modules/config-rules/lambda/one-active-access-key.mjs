/** Users with more active access keys than one is meant to have. One evaluation a user. */

const keysOf = async (iam, user) => ({ id: user.UserId, name: user.UserName, keys: await iam.accessKeys(user.UserName) });

/** One user after the other: IAM throttles an account, and nobody waits. */
export const collect = async (iam) => {
  const found = [];
  for (const user of await iam.users()) found.push(await keysOf(iam, user));
  return found;
};

export const judge = (users, { maximumActiveKeys }) =>
  users.map(({ id, name, keys }) => {
    const active = keys.filter(({ Status }) => Status === "Active").length;
    const compliant = active <= Number(maximumActiveKeys);
    return { type: "AWS::IAM::User", id, compliant, annotation: compliant ? undefined : `${name} has ${active} active access keys; ${maximumActiveKeys} may be active` };
  });
