import type { Construct } from "constructs";
import type { Environment, Organisation } from "../environments";
import type { BaseStack } from "./base";

/** What every stack is a function of; nothing else enters the tree. */
export interface StackProps {
  readonly organisation: Organisation;
  /** All environments of the organisation: a few policies name the roles of each. */
  readonly environments: readonly Environment[];
  readonly environment: Environment;
  /** Region of this instance; the home region for a stack of scope account. */
  readonly region: string;
  /**
   * What must hold: called when the app is synthesised, answers with one message a violation; any message stops the
   * synthesis. @default nothing is checked
   */
  readonly check?: (stack: BaseStack) => readonly string[];
}

/** One kind of stack. A new one is one file in this folder and one line in index.ts. */
export interface StackDefinition {
  /** Middle of the stack's id: `<environment>-<name>[-<region>]`. */
  readonly name: string;
  /** account: once an environment, in its home region. region: once in each of its regions. */
  readonly scope: "account" | "region";
  /** Names of stacks that are applied before it. Bootstrap is always there already and is never named. */
  readonly dependsOn: readonly string[];
  /** Whether its instances in other regions wait for the one in the home region. @default false: they go side by side */
  readonly homeFirst?: boolean;
  create(scope: Construct, props: StackProps): BaseStack;
}
