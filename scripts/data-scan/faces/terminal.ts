import { plainTable, visible } from "../../faces";
import { placeOf, remarksOf, type Face } from "./face";

const columns = [
  { head: "severity", width: 10 },
  { head: "what", width: 30 },
  { head: "where", width: 60 },
  { head: "shown", width: 22 },
  { head: "values", width: 32 },
];

export const renderTerminal: Face = ({ findings }) =>
  findings.length === 0 ? "" : `${plainTable(columns, findings.map((finding) => [finding.severity, finding.title, visible(placeOf(finding)), visible(finding.masked), remarksOf(finding)]), { wraps: true })}\n`;
