import { visible, wrap } from "../../faces";
import { placeOf, remarksOf, type Face } from "./face";

const columns = 80;
const indent = 10;

/** What it is and how much of it, then where: paths are long. 80 columns wide. */
export const renderTerminal: Face = ({ findings }) =>
  findings
    .flatMap((finding) => [
      ...wrap(`${finding.severity.padEnd(indent)}${finding.title}: ${visible(finding.masked)} (${remarksOf(finding)})`, columns, 0).map((line, index) => (index === 0 ? line : `${" ".repeat(indent)}${line.trimStart()}`)),
      ...wrap(visible(placeOf(finding)), columns, indent),
    ])
    .map((line) => `${line}\n`)
    .join("");
