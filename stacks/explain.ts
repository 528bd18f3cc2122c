/**
 * What stops a synthesis, as text for people. It knows errors by their shape and imports nothing that reads the
 * environments, because reading them is one of the things that can fail.
 */

interface Explained {
  readonly text: string;
  /** 2: the configuration or a stack is at fault. 3: a defect of Portcullis. */
  readonly exitCode: 2 | 3;
}

interface ForPeople {
  readonly where: string;
  readonly problem: string;
  readonly remedy: string;
  readonly others?: readonly ForPeople[];
}

const text = (value: unknown, key: string): string | undefined => {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === "string" ? found : undefined;
};

/** EnvironmentError says file and key, ConstructError the construct's path, PortcullisError all in its fault; each says problem and remedy. */
const forPeople = (thrown: unknown): ForPeople | undefined => {
  const error: unknown = (typeof thrown === "object" && thrown !== null && Reflect.get(thrown, "fault")) || thrown;
  const problem = text(error, "problem");
  const remedy = text(error, "remedy");
  const file = text(error, "file");
  const where = text(error, "constructPath") ?? text(error, "where") ?? (file === undefined ? undefined : `${file}: ${text(error, "key") ?? ""}`);
  if (problem === undefined || remedy === undefined || where === undefined) return undefined;
  const others: unknown = Reflect.get(error as object, "others");
  return { where, problem, remedy, others: Array.isArray(others) ? others.map(forPeople).filter((other) => other !== undefined) : [] };
};

const print = ({ where, problem, remedy, others = [] }: ForPeople): string =>
  [`${where}: ${problem}`, `  → ${remedy}`, ...others.map(print)].join("\n");

/** First words of the error in which cdktf collects what validations of constructs answered. */
const validationHeading = "Validation failed with the following errors:";

export const explainSynthesisFault = (error: unknown): Explained => {
  const known = forPeople(error);
  if (known) return { text: print(known), exitCode: 2 };
  const message = text(error, "message") ?? String(error);
  if (message.startsWith(validationHeading)) {
    return { text: `The stacks are refused:\n${message.slice(validationHeading.length).trimStart()}`, exitCode: 2 };
  }
  return { text: `The synthesis failed by a defect of Portcullis; please report it with these lines.\n${text(error, "stack") ?? message}`, exitCode: 3 };
};
