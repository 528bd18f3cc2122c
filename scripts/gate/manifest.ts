import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { findingKinds, readers } from "../findings";
import { readConfiguration } from "./configuration";

const formats = readers.map(({ format }) => format);
const formatSchema = z.string().refine((format) => formats.includes(format), { error: ({ input }) => `there is no format "${String(input)}"; did you mean "${closest(String(input), formats)}"?` });
const version = z.string().regex(/^v?\d+(?:\.\d+)*/, "must be a version, such as 1.2.3");
const limit = z.number().positive("must be above 0");

const requirementSchema = z.strictObject({
  /** Who must have looked: the tool's name as its reports give it. */
  tool: z.string().min(1, "is empty").refine((name) => name === name.trim().toLowerCase(), "must be a name in lower case, such as trivy"),
  /** Formats that its report may have. @default any */
  formats: z.array(formatSchema).min(1, "names no format").optional(),
  /** Base name of the report, where one tool looks more than once. @default any */
  file: z.string().regex(/^[^/\\]+$/, "must be a file name without a folder").optional(),
  /** What it is asked for; for people, and `dependency`, `container` and `malware` demand dated rules. @default not said */
  kind: z.enum(findingKinds).optional(),
  /** What the report must be bound to: the commit, or the digest of the artifact that goes out (and the commit where it says one). @default commit */
  subject: z.enum(["commit", "digest"]).default("commit"),
  /** How many reports of it there must be, exactly. @default 1 */
  reports: z.number().int().positive().default(1),
  minimumVersion: version.optional(),
  minimumRules: z.number().int().positive().optional(),
  minimumLooked: z.number().int().positive().optional(),
  /** Hours; the policy's limit holds as well. @default the policy's */
  maxAgeHours: limit.optional(),
  /** Days since the rules or vulnerability data were made; demands that their date is known. @default the policy's for tools with dated data */
  maxRulesAgeDays: limit.optional(),
  /** Least percentage of lines that tests reach. @default the policy's */
  minimumCoverage: z.number().min(0).max(100).optional(),
});

const manifestSchema = z
  .strictObject({
    version: z.literal(1),
    /** Name of the pipeline: waivers and baselines hold for it alone. */
    pipeline: z.string().regex(/^[A-Za-z0-9][\w./-]*$/, "must be letters, digits, dots, dashes, underscores or slashes"),
    requires: z.array(requirementSchema),
  })
  .superRefine(({ requires }, context) =>
    requires.forEach(({ tool, file }, index) => {
      const twin = requires.findIndex((other) => other.tool === tool && (other.file === undefined || file === undefined || other.file === file));
      if (twin < index) context.addIssue({ code: "custom", path: ["requires", index, "tool"], message: `"${tool}" is required twice: give each its own \`file\`, or set \`reports\`` });
    }),
  );

/** One tool that this pipeline must have run. */
export type Requirement = Readonly<z.output<typeof requirementSchema>>;
/** What a pipeline promises to bring. */
export type Manifest = Readonly<z.output<typeof manifestSchema>>;

/** @throws PortcullisError (usage) `gate-manifest-invalid`, naming every fault with its line */
export const parseManifest = (text: string, file: string): Manifest =>
  readConfiguration(manifestSchema, text, file, { id: "gate-manifest-invalid", problem: "The gate's manifest cannot be read.", remedy: "Correct the lines named; docs/gate.md shows a whole manifest." });
