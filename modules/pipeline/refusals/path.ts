import { planRoleName } from "../names";
import { targetOf } from "../targets";
import { refuseIf, refuseUnlike, type Question, type Refusal } from "./refusal";

const stages = ["dev", "staging", "prod"];

/** Environments: at least one, each once, in the order of promotion. */
export const pathRefusals = ({ application, platform }: Question): readonly Refusal[] => {
  const { path } = platform;
  const names = path.map(({ name }) => name);
  const needsState = application.target.kind === "terraform" || application.virtualPatches !== undefined;
  const { isNative } = targetOf(application.target);
  return [
    ...refuseIf(path.length === 0, "platform.path", "The target has no environment.", "Declare the application in an environment: its pipeline ends there."),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => ({ key: "platform.path", problem: `${name} stands in it twice.`, remedy: "Name each environment once." })),
    ...names
      .filter((name) => application.target.kind === "portcullis" && !Object.hasOwn(application.target.environments, name))
      .map((name) => ({ key: "application.target.environments", problem: `It says nothing of ${name}, which the pipeline passes.`, remedy: "Hand over what ./portcullis list --format json says." })),
    ...refuseIf(
      path.some(({ stage }, index) => stages.indexOf(stage) < stages.indexOf(path[index - 1]?.stage ?? stage)),
      "platform.path",
      "An earlier stage follows a later one.",
      "Order environments from dev by staging to prod: nothing reaches production untried.",
    ),
    ...path.flatMap((environment, index) => {
      const { name, accountId, region, deployRoleName, state } = environment;
      const key = `platform.path[${index}]`;
      return [
        ...refuseUnlike(/^[a-z][a-z0-9]{1,11}$/, `${key}.name`, name, "the name of an environment"),
        ...refuseIf(name === "release", `${key}.name`, "Gate-release is the name of the last gate.", "Give the environment another name."),
        ...refuseUnlike(/^\d{12}$/, `${key}.accountId`, accountId, "an account"),
        ...refuseUnlike(/^[a-z]{2}(?:-[a-z]+)+-\d$/, `${key}.region`, region, "a region"),
        // IAM API Reference, "CreateRole", RoleName.
        ...refuseUnlike(/^[\w+=,.@-]{1,64}$/, `${key}.deployRoleName`, deployRoleName, "the name of a role, which has at most 64 characters"),
        ...(needsState ? refuseUnlike(/^[\w+=,.@-]{1,64}$/, `${key}.planRoleName`, planRoleName(environment), "the name of a role, which has at most 64 characters") : []),
        ...refuseIf(needsState && state === undefined, `${key}.state`, `Nothing says where Terraform keeps its state in ${name}.`, "Name a bucket of that account and the key it is encrypted under."),
        ...refuseIf(
          isNative && region !== platform.region,
          `${key}.region`,
          `CodePipeline's own action for ${application.target.kind} deploys from ${platform.region}, where the pipeline stands, and not to ${region}.`,
          "Deploy to that region by the target lambda or terraform, or by a pipeline of its own.",
        ),
      ];
    }),
  ];
};
