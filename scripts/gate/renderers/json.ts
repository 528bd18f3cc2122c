import { visibleJson, visibleJsonPieces } from "../../faces";
import type { Verdict } from "../verdict";
import type { Face } from "./face";

/**
 * The verdict itself. Its `sha256` can be checked without this program: take the document without that field, write it in the
 * canonical form of RFC 8785 (JCS), and hash the bytes.
 */
export const renderJson: Face = (verdict) => visibleJson(verdict);

/** The same in pieces. */
export const renderJsonPieces = (verdict: Verdict): Iterable<string> => visibleJsonPieces(verdict);
