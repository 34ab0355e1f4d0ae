import { html, nothing, type TemplateResult } from 'lit';
import { type AnnotationColumn, annotationProblem } from '../../src/core/taxonomy.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { acceptDrafts, relabelDrafts, retractDraft, standingDrafts, suggestedDrafts } from '../panels/drafts.ts';
import { LabelPicker } from '../panels/labelPicker.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { whenDrawnUnlessLeft } from '../ui/lostFocus.ts';
import { labellingBar } from './labellingBar.ts';
import { labellingKeys } from './labellingKeys.ts';
import { labellingRow } from './labellingRow.ts';
import { labellingSide } from './labellingSide.ts';
import { LabellingSession } from './session.ts';
import { choicesOf, keyedChoices, type Choice, type KeyedChoice, type Target } from './target.ts';
import { annotateDrafts, chosenLabels, ownValue, toggleLabel } from './values.ts';

/** The labelling mode: one row at a time, large, each decision a key press, the next row at once. */
export class Labelling {
  readonly #context: Context;
  readonly session: LabellingSession;
  readonly #picker: LabelPicker;
  readonly #keys: (event: KeyboardEvent) => void;
  /** Labels that are chosen and not kept yet, in a column that takes several. */
  #draft: { readonly row: number; readonly labels: readonly string[] } | null = null;
  #problem: { readonly row: number; readonly words: string } | null = null;
  #shownRow: number | null = null;
  /** Labels that were written since the mode is open, of the column that each is for: they get keys as those of the file have. */
  readonly #written = new Map<string, string[]>();
  /** The row that a comment is being written on. */
  #commented: number | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.session = new LabellingSession(context);
    this.#picker = new LabelPicker(context, (label) => this.choose(label), () => this.focus());
    this.#keys = labellingKeys(context, this);
  }

  /** For the page's key handler, while the mode is on. */
  keyed(event: KeyboardEvent): void {
    // The rows may be others than those that were drawn, or entered and not drawn yet.
    this.session.update();
    this.#keys(event);
  }

  template(): TemplateResult {
    const { session } = this;
    session.update();
    const { target, detail } = session;
    if (detail && detail.row !== this.#shownRow) {
      this.#shownRow = detail.row;
      requestAnimationFrame(() => document.querySelector('.labelling-row')?.scrollTo(0, 0));
    }
    return html`<section class="labelling" tabindex="-1" aria-label="Labelling mode" data-row=${detail?.row ?? nothing} data-target=${target?.column ?? nothing}>
      ${labellingBar(this.#context, this)}
      <div class="labelling-main">
        ${labellingRow(this.#context, this, detail)}
        ${target && detail ? labellingSide(this.#context, this, target, detail) : nothing}
      </div>${this.#picker.template()}
    </section>`;
  }

  focus(): void {
    document.querySelector<HTMLElement>('.labelling')?.focus({ preventScroll: true });
  }

  close(): void {
    this.session.leave();
    this.#draft = null;
    this.#context.store.patchScreen({ labelling: false });
    requestAnimationFrame(() => whenDrawnUnlessLeft(null, () => this.#context.focusRows()));
  }

  setTarget(target: Target): void {
    this.#draft = null;
    this.#context.store.patchScreen({ labellingTarget: target.kind === 'annotation' ? target.column : null });
    this.session.update();
    if (target.kind === 'annotation') holdForField(target.annotation, this.session.settled);
  }

  get choices(): readonly Choice[] {
    const { target } = this.session;
    if (target === null) return [];
    const known = choicesOf(this.#context.store.document, target);
    const written = (this.#written.get(target.column) ?? []).filter((label) => !known.some(({ value }) => value === label));
    return [...known, ...written.map((value) => ({ value, definition: undefined }))];
  }

  /** Those of the choices that have digits. */
  get withKeys(): readonly KeyedChoice[] {
    const { target } = this.session;
    return target === null ? [] : keyedChoices(this.#context.store.document, target, this.choices);
  }

  /** Why what was written on a row cannot stand there. */
  problemOf(row: number): string | null {
    return this.#problem?.row === row ? this.#problem.words : null;
  }

  /** One label: it is the row's, or one of those that are chosen. */
  choose(label: string): void {
    const { target } = this.session;
    if (!target) return;
    if (!this.choices.some(({ value }) => value === label)) this.#written.set(target.column, [...(this.#written.get(target.column) ?? []), label]);
    if (target.kind === 'file') return this.session.act((detail) => relabelDrafts(detail, target.column, label), (row) => `Label row ${row} ${label}`);
    if (target.annotation.kind === 'labels') return this.#toggle(target.column, label);
    this.fillIn(label);
  }

  /**
   * The value of an annotation column; null takes it away. One that cannot stand there is said, and not kept.
   * `on`: the row whose field it was written in, which may not be the one at hand any more.
   */
  fillIn(value: string | null, on?: number): void {
    const { target } = this.session;
    const { store } = this.#context;
    if (target?.kind !== 'annotation') return;
    const problem = value === null ? null : annotationProblem(target.annotation, value);
    const row = on ?? this.session.detail?.row;
    this.#problem = problem === null || row === undefined ? null : { row, words: problem };
    if (problem !== null) return store.touch();
    this.#keep(target.column, () => value, on);
    if (value !== null) holdForField(target.annotation, this.session.settled);
  }

  /** Keeps what is filled in, and goes on to the next row. */
  #keep(column: string, valueOf: (detail: RowDetail) => string | null, on?: number): void {
    const { store } = this.#context;
    let value: string | null = null;
    this.session.act((detail, isAtHand) => {
      value = valueOf(detail);
      this.#draft = null;
      const drafts = annotateDrafts(detail, column, value, store.document.author);
      // What is there already is as good as filled in: on to the next row.
      if (drafts.length === 0 && value !== null && isAtHand) this.session.move(1);
      return drafts;
    }, (row) => (value === null ? `Take ${column} of row ${row} away` : `Fill in ${column} of row ${row}`), on === undefined ? {} : { on });
  }

  /** Enter: the suggestion, or the labels that are chosen. */
  confirm(): void {
    const { target } = this.session;
    if (target?.kind === 'annotation') {
      if (target.annotation.kind === 'labels') this.#keep(target.column, (detail) => JSON.stringify(this.labelsOf(detail, target.column)));
      else document.querySelector<HTMLElement>('.labelling-field')?.focus();
      return;
    }
    this.session.act((row) => {
      const suggested = suggestedDrafts(row);
      if (!suggested) this.#context.store.say('No finding of this row suggests an act');
      return suggested?.drafts ?? [];
    }, (row) => `Take the suggestion for row ${row}`);
  }

  accept(): void {
    const { target } = this.session;
    if (target?.kind === 'file') this.session.act((detail) => acceptDrafts(detail, target.column), (row) => `Accept row ${row}`);
  }

  standing(act: 'ambiguous' | 'exclude'): void {
    this.session.act((detail) => standingDrafts(detail, act), (row) => (act === 'exclude' ? `Exclude row ${row}` : `Mark row ${row} ambiguous`));
  }

  /** The field for a comment on the row at hand. */
  startComment(): void {
    this.session.onRow(({ row }) => {
      this.#commented = row;
      this.#context.store.touch();
    });
    holdKeys(this.session.settled);
  }

  isCommented(row: number): boolean {
    return this.#commented === row;
  }

  /** Keeps what was written on the row, and stays on it; nothing is kept of an empty text. */
  endComment(note: string): void {
    const on = this.#commented;
    this.#commented = null;
    const text = note.trim();
    if (text !== '' && on !== null) {
      this.session.act(({ row }) => [{ row, act: 'comment', note: text }], (row) => `Comment on row ${row}`, { advance: false, on });
    }
    this.#context.store.touch();
    this.focus();
  }

  /** Takes back the newest decision on the row, or the value. */
  takeBack(): void {
    const { target } = this.session;
    if (target?.kind === 'annotation') return this.fillIn(null);
    this.session.act(
      (detail) =>
        detail.decisions
          .filter(({ act }) => act !== 'annotate')
          .slice(-1)
          .map((decision) => retractDraft(detail, decision)),
      (row) => `Take back a decision on row ${row}`,
      { advance: false },
    );
  }

  pickLabel(): void {
    if (this.choices.length > 0 || this.session.target?.kind === 'file')
      this.#picker.open(
        this.choices.map(({ value }) => ({ value, count: countOf(this.#context, value) })),
        this.session.target?.kind === 'file',
        this.choices.flatMap(({ definition }) => definition ?? []),
      );
  }

  /** The labels that are chosen on a row, kept or not. */
  labelsOf(detail: RowDetail, column: string): readonly string[] {
    if (this.#draft?.row === detail.row) return this.#draft.labels;
    return chosenLabels(ownValue(detail, column, this.#context.store.document.author));
  }

  #toggle(column: string, label: string): void {
    this.session.onRow((detail) => {
      this.#draft = { row: detail.row, labels: toggleLabel(this.labelsOf(detail, column), label, this.choices.map(({ value }) => value)) };
      this.#context.store.touch();
    });
  }
}

/** A text or a number is written in a field of each row: what is typed before the next one is there is meant for it. */
function holdForField({ kind }: AnnotationColumn, until: Promise<unknown>): void {
  if (kind === 'text' || kind === 'number') holdKeys(until);
}

function countOf({ store }: Context, label: string): number {
  return store.document.labels.find(({ value }) => value === label)?.count ?? 0;
}
