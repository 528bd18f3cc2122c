import { languages } from "../../scan-tools";
import { coverageFloor } from "../application-build";
import { targetOf } from "../targets";
import { answersRequests, type Target } from "../application";
import { refuseFolder, refuseIf, refuseUnlike, type Question, type Refusal } from "./refusal";

/** An action of one service, named; a wildcard only after the beginning of a verb. */
const action = /^[a-z0-9-]+:[A-Z][A-Za-z0-9]+\*?$/;

const actionRefusals = (actions: readonly string[]): readonly Refusal[] => {
  const key = "application.target.actions";
  return [
    ...refuseIf(actions.length === 0, key, "The deployment may do nothing.", "Name the actions it needs, such as dynamodb:CreateTable."),
    ...actions.flatMap((each) => {
      const [service = "", verb = ""] = each.split(":");
      if (service.includes("*") || verb.startsWith("*") || verb === "") return refuseIf(true, key, `${JSON.stringify(each)} is a whole service or more.`, "Name the actions it needs, such as dynamodb:CreateTable.");
      if (service === "sts") return refuseIf(true, key, `${JSON.stringify(each)} would lead to other roles.`, "Name what the deployment itself does.");
      if (service === "iam" && verb.includes("*")) return refuseIf(true, key, `${JSON.stringify(each)} is more of IAM than anybody can review.`, "Name each action of IAM by itself.");
      return refuseUnlike(action, key, each, "an action of IAM");
    }),
  ];
};

/** Names as each service takes them: they become words of commands and parts of ARNs. */
const targetRefusals = (target: Target): readonly Refusal[] => {
  const key = (name: string) => `application.target.${name}`;
  switch (target.kind) {
    case "ecs":
      return [
        ...(["cluster", "service", "container"] as const).flatMap((name) => refuseUnlike(/^[A-Za-z0-9_-]{1,255}$/, key(name), target[name], `the name of a ${name}`)),
        ...refuseUnlike(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, key("repository"), target.repository, "the name of a repository of ECR"),
        ...(target.roles ?? []).flatMap((role) => refuseUnlike(/^[\w+=,.@-]{1,64}$/, key("roles"), role, "the name of a role")),
      ];
    case "codedeploy":
      return (["application", "deploymentGroup"] as const).flatMap((name) => refuseUnlike(/^[A-Za-z0-9+=.,@_-]{1,100}$/, key(name), target[name], `a name of CodeDeploy`));
    case "lambda":
      return [
        ...refuseUnlike(/^[A-Za-z0-9_-]{1,64}$/, key("function"), target.function, "the name of a function"),
        ...refuseUnlike(/^(?!\d+$)[A-Za-z0-9_-]{1,128}$/, key("alias"), target.alias ?? "live", "the name of an alias"),
      ];
    case "terraform":
      return [...(target.folder === "." ? [] : refuseFolder(key("folder"), target.folder)), ...actionRefusals(target.actions)];
    case "portcullis":
      return Object.entries(target.environments).flatMap(([name, { stacks, planRoleArn, applyRoleArn }]) => {
        const here = `${key("environments")}.${name}`;
        return [
          ...refuseIf(stacks.length === 0, `${here}.stacks`, "There is no stack to promote.", "Hand over what ./portcullis list --format json says."),
          ...stacks.flatMap((stack) => refuseUnlike(/^[a-z0-9-]{1,64}$/, `${here}.stacks`, stack, "the id of a stack")),
          ...[planRoleArn, applyRoleArn].flatMap((arn) => refuseUnlike(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, here, arn, "the ARN of a role")),
        ];
      });
  }
};

const addressRefusals = ({ application: { address, target } }: Question): readonly Refusal[] => {
  const key = "application.address";
  if (address === undefined) {
    return refuseIf(answersRequests(target), key, "Nobody knows where the application answers in the first environment, so that nothing could look at it.", "Name its address there, such as https://orders.dev.example.org.");
  }
  return refuseUnlike(/^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~/-]*)?$/, key, address, "an address with https, in lower case, without a query");
};

/** What an application's deployment may do to roles and rule groups of its own it may do to all whose names begin like it. */
const platformNameRefusals = ({ application: { name }, platform: { base, path } }: Question): readonly Refusal[] => {
  const taken = [base, ...path.map(({ deployRoleName }) => deployRoleName)].find((each) => `${each}-`.startsWith(`${name}-`));
  return refuseIf(taken !== undefined, "application.name", `${taken}, a name of the platform's, begins with ${name}: what is the platform's would count as the application's own.`, "Choose a name with which none of the platform's begins.");
};

/** The application itself: its name, languages, address, coverage, folders, size, and target. */
export const applicationRefusals = (question: Question): readonly Refusal[] => {
  const { application } = question;
  const { name, languages: own, minimumCoverage = coverageFloor, maximumArtifactMegabytes: size, deliverableFolder, virtualPatches, target } = application;
  const { limitMegabytes } = targetOf(target);
  const unknown = own.filter((language) => !languages.includes(language));
  return [
    ...refuseUnlike(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/, "application.name", name, "a name of 2 to 20 lower-case letters, digits and hyphens, a letter first"),
    ...platformNameRefusals(question),
    ...refuseIf(own.length === 0, "application.languages", "No language is named: nothing would be built, tested or looked at.", `Name them: ${languages.join(", ")}.`),
    ...refuseIf(unknown.length > 0, "application.languages", `${unknown.join(", ")} is not built here.`, `Name some of ${languages.join(", ")}.`),
    ...refuseIf(new Set(own).size !== own.length, "application.languages", "A language stands in it twice.", "Name each once."),
    ...addressRefusals(question),
    ...refuseIf(
      !(minimumCoverage >= coverageFloor && minimumCoverage <= 100),
      "application.minimumCoverage",
      `${minimumCoverage} % of lines is not between the floor, ${coverageFloor}, and 100.`,
      "Ask for the floor or more, and write the tests.",
    ),
    ...refuseIf(
      size !== undefined && !(Number.isInteger(size) && size > 0 && size <= limitMegabytes),
      "application.maximumArtifactMegabytes",
      `${size} MB is not between 1 and the ${limitMegabytes} MB of the target ${target.kind}.`,
      target.kind === "lambda" ? "Make the package smaller, or deploy an image by the target ecs." : "Make the deliverable smaller: what is larger cannot be searched for malware.",
    ),
    ...(deliverableFolder === undefined ? [] : refuseFolder("application.deliverableFolder", deliverableFolder)),
    ...(virtualPatches === undefined ? [] : refuseFolder("application.virtualPatches", virtualPatches)),
    ...targetRefusals(target),
  ];
};
