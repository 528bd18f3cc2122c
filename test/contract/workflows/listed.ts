import { environments, names, organisation, waveOf } from "../../../environments";

/** The environments as `./portcullis list --format json` prints them: what the workflows know of accounts and roles. */
export const listed = environments.map((environment) => {
  const { planRoleArn, applyRoleArn } = names(organisation, environment);
  const { name, stage, accountId, homeRegion } = environment;
  return { name, stage, wave: waveOf(name), accountId, region: homeRegion, planRoleArn, applyRoleArn };
});
