import { sha256 } from "../sha256";
import { worse } from "../findings";
import type { FieldMatches } from "./record";
import type { Confidence, DataFinding, DataMatch, Looked, Place, ProtectedMatch, Skipped } from "./types";

/** Lines that a finding names, at most. */
const mostLines = 10;
/** Columns that are told apart in one place, at most: beyond it the column is not named any more. */
const mostKeys = 1000;

/** Folders and names in which numbers for tests and examples belong. */
const isForTests = (path: string): boolean => /(?:^|[/._-])(?:tests?|specs?|__tests__|__mocks__|mocks?|fixtures?|testdata|test-data|examples?|samples?|docs?|e2e)(?:[/._-]|$)/i.test(path);

type Draft = { -readonly [Key in keyof DataFinding]: DataFinding[Key] } & { lines: number[] };

const sureness: Readonly<Record<Confidence, number>> = { certain: 3, likely: 2, possible: 1 };

/** Gathers what recognisers found, so that memory is a matter of places and not of values. */
export class Collector {
  private readonly drafts = new Map<string, Draft>();
  /** Protected values of a column, by place and key. */
  private readonly protectedIn = new Map<string, number>();
  private readonly kinds = new Map<string, number>();
  private readonly skips: Skipped[] = [];
  private readonly counts = { files: 0, entries: 0, bytes: 0, rows: 0, tables: 0 };

  public count(what: keyof Looked, number = 1): void {
    this.counts[what] += number;
  }

  public skip(path: string, kind: Skipped["kind"], reason: string): void {
    this.skips.push({ path, kind, reason });
  }

  /** @param key column or key that holds it, where the place has such */
  public clear(place: Place, match: DataMatch, key?: string): void {
    const idWith = (named = ""): string => [match.recogniser, placeOf(place), named].join("\n");
    const isNamed = this.drafts.has(idWith(key)) || this.drafts.size < mostKeys;
    const id = idWith(isNamed ? key : undefined);
    const severity = match.isPublished && isForTests(place.path ?? "") ? "low" : match.severity;
    const draft = this.drafts.get(id);
    if (draft === undefined) {
      this.drafts.set(id, {
        rule: match.recogniser,
        title: match.title,
        severity,
        confidence: match.confidence,
        place,
        key: isNamed ? key : undefined,
        count: 1,
        lines: place.line === undefined ? [] : [place.line],
        masked: match.masked,
        protectedBeside: 0,
        isPublished: match.isPublished ?? false,
        fingerprint: `d1-${sha256(id).slice(0, 32)}`,
      });
      return;
    }
    draft.count += 1;
    draft.isPublished &&= match.isPublished ?? false;
    draft.severity = worse(draft.severity, severity);
    if (sureness[match.confidence] > sureness[draft.confidence]) draft.confidence = match.confidence;
    if (place.line !== undefined && draft.lines.length < mostLines && draft.lines.at(-1) !== place.line) draft.lines.push(place.line);
  }

  public sealed(place: Place, { kind }: ProtectedMatch, key?: string): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    if (key === undefined) return;
    const column = [placeOf(place), key].join("\n");
    if (this.protectedIn.has(column) || this.protectedIn.size < mostKeys) this.protectedIn.set(column, (this.protectedIn.get(column) ?? 0) + 1);
  }

  /** What `recogniseRecord` found in one row. */
  public row(place: Place, fields: readonly FieldMatches[]): void {
    this.count("rows");
    for (const { key, clear, protected: sealed } of fields) {
      for (const match of clear) this.clear(place, match, key);
      for (const match of sealed) this.sealed(place, match, key);
    }
  }

  /** In the order in which they were found. */
  public result(): { readonly findings: readonly DataFinding[]; readonly looked: Looked; readonly skipped: readonly Skipped[]; readonly protected: Readonly<Record<string, number>> } {
    const findings = [...this.drafts.values()].map((draft) => ({ ...draft, protectedBeside: draft.key === undefined ? 0 : (this.protectedIn.get([placeOf(draft.place), draft.key].join("\n")) ?? 0) }));
    return { findings, looked: { ...this.counts }, skipped: this.skips, protected: Object.fromEntries([...this.kinds].sort(([one], [other]) => (one < other ? -1 : 1))) };
  }
}

/** Lines and rows move with every change: a finding is known by file or table. */
const placeOf = ({ path, resource }: Place): string => `${path ?? ""}\n${resource ?? ""}`;
