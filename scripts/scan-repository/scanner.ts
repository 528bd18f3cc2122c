/** How a program ended, and what it said. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program with an array of arguments in the repository. @throws PortcullisError (usage) `scanner-missing` */
export type Start = (program: string, programArguments: readonly string[]) => Promise<Ended>;

export interface ScanPlace {
  /** Root of the repository. */
  readonly root: string;
  /** Report that is asked for: absolute, or from the root. */
  readonly report: string;
  /** Folder of the programs that scan-requirements.txt pins. */
  readonly pythonPrograms: string;
  readonly start: Start;
  /** Runs `./portcullis`. */
  readonly portcullis: (...commandArguments: readonly string[]) => Promise<Ended>;
}

/** What the run knows. What the report says itself may be left out. */
export interface RunFacts {
  readonly exitCode: number;
  /** The command line, for whoever wants to run it again. */
  readonly command: string;
  readonly toolVersion?: string;
  readonly rules?: number;
  readonly looked?: number;
  readonly lookedAt?: string;
}

/** One tool that looks at this repository. One file each in `scanners/`. */
export interface Scanner {
  /** Base name of its report, without `.json`. */
  readonly name: string;
  /** As its reports name it, and the manifest. */
  readonly tool: string;
  /** Format of its report, which is named to the gate: a report without findings may not show it. */
  readonly format: string;
  /** What it looks for, for people. */
  readonly title: string;
  /** Writes the report. */
  readonly scan: (place: ScanPlace) => Promise<RunFacts>;
}
