import type { Severity } from "../findings";

const ranks: Readonly<Record<Severity, number>> = { info: 0, low: 1, medium: 2, high: 3, critical: 4, unknown: 4 };

/** How bad it is, 0 to 4; unknown counts as critical. */
export const rankOf = (severity: Severity): number => ranks[severity];

/** One step worse. */
export const raised = (severity: Severity): Severity => ({ info: "low", low: "medium", medium: "high", high: "critical", critical: "critical", unknown: "unknown" } as const)[severity];
