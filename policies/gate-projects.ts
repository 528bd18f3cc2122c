import { parse } from "yaml";
import { asList, isRecord } from "./attributes";
import { buildspecText, readBuildspec, remembered } from "./buildspecs";
import type { ResourceView } from "./rule";

/** What builds of a pipeline hand over, and what a gate demands: read from their buildspecs, which a change cannot edit. */

export interface Report {
  readonly tool: string;
  readonly file: string;
}

/** A manifest of the gate as far as rules judge it. */
export interface ReadManifest {
  readonly pipeline?: string;
  readonly requires: readonly Report[];
}

/** Value of an option of one command line, without quotes. */
const option = (line: string, name: string): string | undefined => new RegExp(`(?:^|\\s)--${name}(?:\\s+|=)("[^"]*"|'[^']*'|\\S+)`).exec(line)?.[1]?.replace(/^["']|["']$/g, "");

export const optionOf = option;

/** Documents inside a script: what stands between single quotes, and what a here-document holds. */
const documentsIn = (command: string): readonly string[] => [
  ...[...command.matchAll(/<<-?\s*'?"?([A-Za-z_]\w*)'?"?[^\n]*\n([\s\S]*?)\n\s*\1(?=\n|$)/g)].map(([, , body = ""]) => body),
  ...[...command.matchAll(/'((?:[^']|'\\'')*)'/g)].map(([, body = ""]) => body.replaceAll("'\\''", "'")),
];

/** A manifest as text; undefined where it is none. */
export const parseManifest = remembered((text): ReadManifest | undefined => {
  try {
    const document = parse(text) as unknown;
    if (!isRecord(document) || !Array.isArray(document.requires)) return undefined;
    const requires = asList(document.requires).filter(isRecord).map(({ tool, file }) => ({ tool: String(tool), file: String(file) }));
    return { ...(typeof document.pipeline === "string" ? { pipeline: document.pipeline } : {}), requires };
  } catch {
    return undefined;
  }
});

const reportOf = (line: string): readonly Report[] => {
  const file = /\bportcullis gate record\s+"?([^"\s]+)"?/.exec(line)?.[1]?.split("/").at(-1);
  const tool = file === undefined ? undefined : option(line, "tool");
  return file === undefined || tool === undefined ? [] : [{ tool, file }];
};

/** What a build says by its commands. */
export interface Said {
  /** Reports of which it writes the record. */
  readonly reports: readonly Report[];
  /** The command lines that ask the gate. */
  readonly gateCommands: readonly string[];
  /** The manifests that it writes. */
  readonly manifests: readonly ReadManifest[];
}

const saidBy = remembered((text): Said | undefined => {
  const commands = readBuildspec(text)?.phases.flatMap((phase) => phase.commands.map((command) => command.replace(/\\\n\s*/g, "")));
  if (commands === undefined) return undefined;
  const lines = commands.flatMap((command) => command.split("\n"));
  return {
    reports: lines.flatMap(reportOf),
    gateCommands: lines.filter((line) => /(^|[\s;(])portcullis gate\s+(?!record\b|render\b)/.test(line)),
    manifests: commands.flatMap(documentsIn).flatMap((document) => (document.includes("requires") ? (parseManifest(document) ?? []) : [])),
  };
});

/** What the buildspec of a project says; undefined where it is not settled or no buildspec. */
export const saidOf = (project: ResourceView): Said | undefined => {
  const text = buildspecText(project);
  return text === undefined ? undefined : saidBy(text);
};
