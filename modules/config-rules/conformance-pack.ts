import { ConfigConformancePack } from "@cdktf/provider-aws/lib/config-conformance-pack";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stringify } from "yaml";
import { ConstructError, watches } from "../core";
import type { ChoiceFault, ChosenRule, PackName } from "./choice";
import type { ManagedRule } from "./rule";

/** The longest template that AWS Config takes in a request, in bytes (API Reference, PutConformancePack: TemplateBody). */
export const templateLimitBytes = 51_200;

const logicalId = (identifier: string): string =>
  identifier
    .toLowerCase()
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

const templateOf = (rules: readonly ChosenRule<ManagedRule>[]) => ({
  Resources: Object.fromEntries(
    rules.map(({ rule, values }) => [
      logicalId(rule.identifier),
      {
        Type: "AWS::Config::ConfigRule",
        Properties: {
          ConfigRuleName: rule.name,
          ...(Object.keys(values).length === 0 ? {} : { InputParameters: values }),
          Source: { Owner: "AWS", SourceIdentifier: rule.identifier },
        },
      },
    ]),
  ),
});

/** Templates written already, by what they say: every environment and region deploys much the same few packs, and YAML is slow to write. */
const written = new Map<string, string>();

/** The pack as a CloudFormation template, in YAML. */
export const packTemplate = (rules: readonly ChosenRule<ManagedRule>[]): string => {
  const template = templateOf(rules);
  const content = JSON.stringify(template);
  const known = written.get(content) ?? stringify(template, { lineWidth: 0, aliasDuplicateObjects: false });
  written.set(content, known);
  return known;
};

/** Packs over the limit of AWS. */
export const packFaults = (packs: ReadonlyMap<PackName, readonly ChosenRule<ManagedRule>[]>): readonly ChoiceFault[] =>
  [...packs].flatMap(([name, rules]) => {
    const bytes = Buffer.byteLength(packTemplate(rules));
    return bytes <= templateLimitBytes
      ? []
      : [
          {
            key: "packs",
            problem: `the conformance pack ${name} is ${bytes} bytes, more than the ${templateLimitBytes} that AWS Config takes`,
            remedy: "turn rules off that nobody needs, or shorten their parameters",
          },
        ];
  });

export interface ConformancePackProps {
  readonly name: string;
  readonly pack: PackName;
  readonly rules: readonly ChosenRule<ManagedRule>[];
  /** What must stand before: the recorder. @default it stands already */
  readonly recording?: ITerraformDependable;
}

/**
 * Rules that AWS wrote, deployed and scored as one. @throws ConstructError where they do not fit into one pack.
 *
 * @example
 * const pack = "encryption";
 * const rules = chooseRules(catalogue, { packs: [pack], off: {}, parameters: {} }, true);
 * new ConformancePack(scope, pack, { name: "castle-dev-encryption", pack, rules });
 */
export class ConformancePack extends Construct {
  constructor(scope: Construct, id: string, props: ConformancePackProps) {
    super(scope, id);
    const [fault] = packFaults(new Map([[props.pack, props.rules]]));
    if (fault) throw new ConstructError(this, fault);
    const pack = new ConfigConformancePack(this, "pack", {
      name: props.name,
      templateBody: packTemplate(props.rules),
      dependsOn: props.recording ? [props.recording] : [],
    });
    watches(pack, ...new Set(props.rules.flatMap(({ rule }) => rule.controls)));
  }
}
