import { App } from "cdktf";
import { type Environment, regionsOf, stackId } from "../environments";
import type { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

export interface PortcullisAppProps extends Pick<StackProps, "organisation" | "environments" | "check"> {
  readonly definitions: readonly StackDefinition[];
  /** Folder that is synthesised into. @default what cdktf says: `cdktf.out`, or CDKTF_OUTDIR */
  readonly outdir?: string;
}

export interface PortcullisApp {
  readonly app: App;
  /** In order of environments, definitions, regions. */
  readonly stacks: readonly BaseStack[];
}

const regionsIn = (environment: Environment, { scope }: StackDefinition): readonly string[] =>
  scope === "account" ? [environment.homeRegion] : regionsOf(environment);

/**
 * Every stack of every environment, in one app.
 * A stack that depends on another waits for it in its own region where both are of scope region, and otherwise for all of it.
 */
export const createApp = ({ definitions, environments, outdir, ...props }: PortcullisAppProps): PortcullisApp => {
  const app = new App({ outdir });
  const stacks: BaseStack[] = [];
  for (const environment of environments) {
    const made = new Map<string, BaseStack>();
    for (const definition of definitions) {
      for (const region of regionsIn(environment, definition)) {
        const stack = definition.create(app, { ...props, environments, environment, region });
        made.set(stack.node.id, stack);
      }
    }
    for (const definition of definitions.filter(({ homeFirst }) => homeFirst)) {
      const home = made.get(idOf(environment, definition, environment.homeRegion));
      for (const region of environment.governedRegions) made.get(idOf(environment, definition, region))?.addDependency(home!);
    }
    for (const definition of definitions) {
      for (const upstream of definitions.filter(({ name }) => definition.dependsOn.includes(name))) {
        const sameRegion = definition.scope === "region" && upstream.scope === "region";
        for (const region of regionsIn(environment, definition)) {
          for (const upstreamRegion of sameRegion ? [region] : regionsIn(environment, upstream)) {
            made.get(idOf(environment, definition, region))?.addDependency(made.get(idOf(environment, upstream, upstreamRegion))!);
          }
        }
      }
    }
    stacks.push(...made.values());
  }
  return { app, stacks };
};

const idOf = (environment: Environment, { name, scope }: StackDefinition, region: string): string =>
  stackId(environment, name, scope === "region" ? region : undefined);
