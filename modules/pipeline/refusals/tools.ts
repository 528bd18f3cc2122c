import { closest } from "fastest-levenshtein";
import { reportFormats, scanStages, scanTools, type ScanStage, type ScanTool } from "../../scan-tools";
import { answersRequests } from "../application";
import { applies, chosenTools, settingsOf } from "../scans";
import { scanStageNames } from "../stages";
import { refuseIf, refuseUnlike, type Question, type Refusal } from "./refusal";

const named = (key: string, name: string, tools: readonly ScanTool[]): readonly Refusal[] =>
  refuseIf(!tools.some((tool) => tool.name === name), key, `There is no tool ${JSON.stringify(name)}.`, `Did you mean ${closest(name, tools.map((tool) => tool.name))}?`);

/** Tools that a team asks for. */
const askedRefusals = ({ application, platform, tools }: Question): readonly Refusal[] => {
  const key = "application.tools";
  return (application.tools ?? []).flatMap((name) => {
    const tool = tools.find((each) => each.name === name);
    if (tool === undefined) return named(key, name, tools);
    return [
      ...refuseIf(!applies(tool, application), key, `${name} has nothing to look at in ${application.name}.`, "Leave it out, or add the language or target it looks at."),
      ...refuseIf(tool.isLicensed && !Object.hasOwn(platform.licensedTools ?? {}, name), key, `${name} is licensed, and not switched on.`, "Have the platform switch it on by its secret and settings (platform.licensedTools), or leave it out."),
    ];
  });
};

/** Licensed tools that the platform switches on. */
const licensedRefusals = ({ platform, tools }: Question): readonly Refusal[] =>
  Object.entries(platform.licensedTools ?? {}).flatMap(([name, { secretArn, settings }]) => {
    const key = `platform.licensedTools.${name}`;
    const tool = tools.find((each) => each.name === name);
    if (tool === undefined) return named(key, name, tools);
    const known = tool.settings ?? {};
    const values = settingsOf(tool, platform);
    return [
      ...refuseIf(!tool.isLicensed, key, `${name} has no licence to be switched on: it always looks, or by application.tools.`, "Leave it out here."),
      ...refuseUnlike(/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/, `${key}.secretArn`, secretArn, "the ARN of a secret"),
      ...Object.keys(settings)
        .filter((setting) => !Object.hasOwn(known, setting))
        .map((setting) => ({ key: `${key}.settings`, problem: `${name} has no setting ${JSON.stringify(setting)}.`, remedy: `It has ${Object.keys(known).join(", ") || "none"}.` })),
      ...Object.entries(known).flatMap(([setting, { description, pattern }]) => {
        const value = values[setting];
        if (value === undefined) return refuseIf(true, `${key}.settings.${setting}`, `${name} cannot look without it.`, `Give it: ${description}.`);
        return refuseUnlike(pattern, `${key}.settings.${setting}`, value, `what it should be (${description})`);
      }),
    ];
  });

/** A list of tools that is not the built-in one: it may add, and nothing else. */
const definitionRefusals = ({ tools }: Question): readonly Refusal[] => {
  const names = tools.map(({ name }) => name);
  const files = tools.flatMap(({ reports }) => reports.map(({ tool, file }) => `${tool}/${file}`));
  return [
    ...scanTools
      .filter((tool) => !tools.includes(tool))
      .map(({ name, stage }) => ({ key: "tools", problem: `${name} of the stage ${scanStageNames[stage]} is missing or was changed: order and mandatory tools are not yours to change.`, remedy: "Hand over scanTools as they are, and add to them." })),
    ...refuseIf(new Set(names).size !== names.length, "tools", "Two tools have the same name.", "Name each differently: reports lie under it."),
    ...refuseIf(new Set(files).size !== files.length, "tools", "Two tools write the same report.", "Give each report a file name of its own."),
    ...tools.flatMap(({ name, stage, reports }) => [
      ...refuseUnlike(/^(?!build$|gate-|release-|deploy-|plan-|apply-|patch-)[a-z][a-z0-9-]*$/, "tools", name, "the name of a tool, which no other part of a pipeline has"),
      ...refuseIf(!scanStages.includes(stage), "tools", `${name} stands in the stage ${JSON.stringify(stage)}, which there is not.`, `Put it into one of ${scanStages.join(", ")}.`),
      ...refuseIf(reports.length === 0, "tools", `${name} writes no report: the gate would not miss it.`, "Describe its reports."),
      ...reports
        .filter(({ format }) => !reportFormats.includes(format))
        .map(({ format }) => ({ key: "tools", problem: `${name} writes ${JSON.stringify(format)}, which the gate does not read.`, remedy: `Have it write a format that is read; the nearest is ${closest(format, reportFormats)}.` })),
    ]),
  ];
};

/** Stages that every application has. */
const mandatory = ({ application }: Question): readonly ScanStage[] =>
  scanStages.filter((stage) => (stage !== "containers" || application.target.kind === "ecs") && (stage !== "dynamic-analysis" || answersRequests(application.target)));

const stageRefusals = (question: Question): readonly Refusal[] => {
  const chosen = chosenTools(question.application, question.platform, question.tools);
  return mandatory(question)
    .filter((stage) => !chosen.some((tool) => tool.stage === stage))
    .map((stage) => ({ key: "tools", problem: `No tool looks in the stage ${scanStageNames[stage]}.`, remedy: "Add one for the application's languages, or switch on a licensed one." }));
};

export const toolRefusals = (question: Question): readonly Refusal[] => [...definitionRefusals(question), ...askedRefusals(question), ...licensedRefusals(question), ...stageRefusals(question)];
