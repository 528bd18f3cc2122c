/** A fault in an environment file or in the organisation's configuration: file and key say where, remedy says what to do. */
export class EnvironmentError extends Error {
  public readonly file: string;
  public readonly key: string;
  public readonly problem: string;
  public readonly remedy: string;
  /** Further faults found in the same look, so that a person mends them in one go. @default none */
  public readonly others: readonly EnvironmentError[];

  constructor(
    fault: { readonly file: string; readonly key: string; readonly problem: string; readonly remedy: string },
    others: readonly EnvironmentError[] = [],
  ) {
    super(`${fault.file}: ${fault.key}: ${fault.problem}`);
    this.name = "EnvironmentError";
    this.file = fault.file;
    this.key = fault.key;
    this.problem = fault.problem;
    this.remedy = fault.remedy;
    this.others = others;
  }
}
