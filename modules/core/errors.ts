import type { IConstruct } from "constructs";

/** Props that a module refuses. Names the construct and what to do; main.ts prints it without a stack trace. */
export class ConstructError extends Error {
  public readonly constructPath: string;
  public readonly problem: string;
  public readonly remedy: string;

  constructor(construct: IConstruct, fault: { readonly problem: string; readonly remedy: string }) {
    super(`${construct.node.path}: ${fault.problem} ${fault.remedy}`);
    this.name = "ConstructError";
    this.constructPath = construct.node.path;
    this.problem = fault.problem;
    this.remedy = fault.remedy;
  }
}
