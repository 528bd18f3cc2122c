import type { Language } from "../../scan-tools";
import { go } from "./go";
import { java } from "./java";
import type { LanguageBuild } from "./language";
import { node } from "./node";
import { python } from "./python";

export { testReports, type LanguageBuild, type TestFiles } from "./language";

export const languageBuilds: Readonly<Record<Language, LanguageBuild>> = { node, python, java, go };
