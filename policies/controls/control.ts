/** A control of a named list as this repository means to meet it. */
export interface Control {
  /** Id inside its list: `2.8`, `164_312_b`. */
  readonly id: string;
  /** What it asks for, in few words. */
  readonly title: string;
  /** Profile of CIS. @default the list has no levels */
  readonly level?: 1 | 2;
  /**
   * What it takes. deployed: a resource satisfies it. watched: AWS offers no resource that enforces it, something finds its
   * violations. by process: people do it, `runbook` says how.
   */
  readonly kind: "deployed" | "watched" | "by process";
  /** Name of its page in docs/processes; mandatory where people do it. @default none */
  readonly runbook?: string;
  /**
   * Controls of another list that show the same thing, as whole ids (`cis-aws-7.0:4.1`): where they hold this one does. For a
   * control by process they only help. @default none
   */
  readonly through?: readonly string[];
}

/** A list of controls. */
export interface Framework {
  /** First part of a control's whole id: `cis-aws-7.0`. */
  readonly name: string;
  readonly title: string;
  /** Where ids and titles come from. */
  readonly source: string;
  readonly controls: readonly Control[];
}
