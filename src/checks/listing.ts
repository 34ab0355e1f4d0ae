import { compareFindings, type KeptFinding, type KeptSuggestion } from '../core/finding.ts';
import { ascendingRows, RowList } from './parts/rowList.ts';
import { countOf } from './parts/words.ts';

/** Findings of one check that are listed one by one. */
const mostListed = 50_000;
/** Suggestions that are told apart among the others. */
const mostKinds = 1000;

/** Findings beyond those that are listed: alike in column, severity and suggestion, and of them nothing but their rows. */
interface Others {
  readonly first: KeptFinding;
  readonly rows: RowList;
  /** Those to be excluded, where that is the suggestion. */
  readonly excluded: RowList;
  findings: number;
}

/**
 * The findings of one check in bounded memory. The worst are kept one by one, in the order of `compareFindings`; of the
 * others, those of a column that suggest the same become one finding with all their rows, so that none is lost: each
 * row is still flagged, counted and found by a filter.
 */
export class Listing {
  readonly #most: number;
  #kept: KeptFinding[] = [];
  readonly #others = new Map<string, Others>();

  constructor(most = mostListed) {
    this.#most = most;
  }

  add(finding: KeptFinding): void {
    this.#kept.push(finding);
    if (this.#kept.length >= 2 * this.#most) this.#cut();
  }

  findings(): KeptFinding[] {
    if (this.#kept.length > this.#most) this.#cut();
    return [...this.#kept, ...[...this.#others.values()].map(gathered)];
  }

  #cut(): void {
    this.#kept.sort(compareFindings);
    for (const finding of this.#kept.slice(this.#most)) this.#gather(finding);
    this.#kept = this.#kept.slice(0, this.#most);
  }

  #gather(finding: KeptFinding): void {
    const { severity, column, suggestion } = finding;
    const about = [severity, column];
    const full = JSON.stringify([...about, suggestion && suggestionKey(suggestion)]);
    const key = this.#others.has(full) || this.#others.size < mostKinds ? full : JSON.stringify([...about, 'other']);
    const { suggestion: suggested, ...plain } = finding;
    const others = this.#others.get(key) ?? { first: key === full ? finding : plain, rows: new RowList(), excluded: new RowList(), findings: 0 };
    this.#others.set(key, others);
    others.rows.add(finding.rows);
    if (suggested?.act === 'exclude') others.excluded.add(suggested.rows);
    others.findings++;
  }
}

function suggestionKey(suggestion: KeptSuggestion): readonly unknown[] {
  return suggestion.act === 'relabel' || suggestion.act === 'set' ? [suggestion.act, suggestion.column, suggestion.to] : [suggestion.act];
}

function gathered({ first, rows, excluded, findings }: Others): KeptFinding {
  const { check, severity, score, column, basis, suggestion } = first;
  const distinct = distinctRows(rows);
  return {
    check, severity, score, basis,
    ...(column !== undefined && { column }),
    scope: 'rows',
    message: `${countOf(findings, 'more finding')} like this one, in ${countOf(distinct.length, 'row')}: ${first.message}`,
    rows: distinct,
    ...(suggestion && { suggestion: suggestion.act === 'exclude' ? { act: 'exclude' as const, rows: distinctRows(excluded) } : suggestion }),
    evidence: { count: distinct.length, findings },
  };
}

function distinctRows(list: RowList): Int32Array {
  const rows = ascendingRows(list.toArray());
  return rows.filter((row, index) => index === 0 || row !== rows[index - 1]);
}
