import { spawn } from "node:child_process";
import { z } from "zod";
import { interruptedError, toolError } from "../errors";
import { packageFile } from "../package-root";
import { redactText } from "../review";

const record = z.object({ file: z.string(), address: z.string(), check: z.string(), name: z.string(), result: z.enum(["PASSED", "FAILED", "SKIPPED", "UNKNOWN"]) });
const scanned = z.object({ files: z.record(z.string(), z.array(z.string())), records: z.array(record), unparsed: z.array(z.string()) });
const answerSchema = z.object({
  version: z.string(),
  builtInChecks: z.number(),
  checks: z.array(z.string()),
  policies: z.array(
    z.object({ id: z.string(), title: z.string(), risk: z.enum(["critical", "high", "medium", "low"]).nullable(), remedy: z.string().nullable(), module: z.string() }),
  ),
  canaries: z.array(z.object({ kind: z.enum(["synthesised", "plans"]), check: z.string(), address: z.string(), wanted: z.string(), heard: z.string() })),
  synthesised: scanned,
  plans: scanned,
  complaints: z.array(z.string()),
});

/** What scan.py says of one run. */
export type ScanAnswer = z.infer<typeof answerSchema>;
export type ScanRecord = z.infer<typeof record>;

export interface ScanRequest {
  /** Absolute, real paths of prepared `*.tf.json` files. */
  readonly synthesised: readonly string[];
  /** Absolute, real paths of plan JSON files. */
  readonly plans: readonly string[];
  /** Folder of the custom policies. */
  readonly policies: string;
}

export interface Scanner {
  /** @throws PortcullisError (failed) `checkov-failed`, (interrupted) */
  readonly scan: (request: ScanRequest) => Promise<ScanAnswer>;
  /** Ends the process if it still runs. */
  readonly stop: () => void;
}

const shownLines = 15;

const failed = (problem: string, said: string, cause?: unknown) =>
  toolError(
    { id: "checkov-failed", problem, details: redactText(said).trimEnd().split("\n").filter(Boolean).slice(-shownLines), remedy: "Nothing was judged. Run it again; if it stays, `./portcullis doctor` looks at the Python environment." },
    cause,
  );

/** checkov gets neither credentials nor proxies nor settings of its own (CKV_*, BC_*): what it finds depends on the files alone. */
const hermetic = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "SystemRoot"].flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));

/**
 * Starts the one checkov process of a run. It loads its checks, which takes seconds, while the caller prepares the files.
 * @param interpreter of the private Python environment
 */
export const startScanner = (interpreter: string, environment: NodeJS.ProcessEnv, script = packageFile("scripts", "checkov", "python", "scan.py")): Scanner => {
  const child = spawn(interpreter, [script], { env: hermetic(environment), stdio: ["pipe", "pipe", "pipe"] });
  const [answer, said]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => answer.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  // Where it dies before it has read the request, its end says so.
  child.stdin.on("error", () => undefined);
  const ended = new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly error?: Error }>((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const scan = async (request: ScanRequest): Promise<ScanAnswer> => {
    child.stdin.end(JSON.stringify(request));
    const { code, signal, error } = await ended;
    const errors = Buffer.concat(said).toString("utf8");
    if (error) throw failed(`checkov could not be started: ${error.message}`, errors, error);
    // A terminal's Ctrl-C reaches the scanner as well; Python then ends with 130 or by the signal.
    if (signal === "SIGINT" || code === 130) throw interruptedError("interrupted; nothing was judged");
    if (code !== 0) throw failed(`checkov ended with ${signal ?? `exit code ${code}`}`, errors);
    return readAnswer(Buffer.concat(answer).toString("utf8"), errors);
  };
  return { scan, stop: () => void child.kill("SIGKILL") };
};

/** @throws PortcullisError (failed) `checkov-failed` where the answer is cut off or not one */
export const readAnswer = (text: string, errors = ""): ScanAnswer => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw failed(text.trim() === "" ? "checkov gave no answer" : "checkov's answer is cut off", errors, error);
  }
  const parsed = answerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw failed(`checkov's answer is not one: ${issue.path.join(".")}: ${issue.message}`, errors);
};
