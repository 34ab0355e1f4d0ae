import { createHash } from 'node:crypto';
import type { Dataset } from '../../core/dataset.ts';
import { type Html, html } from './html.ts';
import type { ReportFacts } from './reportFacts.ts';
import { pictureScript } from './pictureScript.ts';
import { compositionSection } from './sections/composition.ts';
import { driftSection } from './sections/drift.ts';
import { evaluationSection } from './sections/evaluation.ts';
import { findingsSection } from './sections/findings.ts';
import { qualitySection } from './sections/quality.ts';
import { segmentsSection } from './sections/segments.ts';
import { versionsSection } from './sections/versions.ts';
import { reportStyle } from './style.ts';
import { formatCount, percentText } from './words.ts';

/** By this a report is known, so that nothing else is written over. */
export const reportMark = '<meta name="generator" content="Winnow report">';

const sections = [
  { id: 'composition', title: 'Composition', of: compositionSection },
  { id: 'segments', title: 'Segments and splits', of: segmentsSection },
  { id: 'quality', title: 'Label quality', of: qualitySection },
  { id: 'findings', title: 'Findings', of: findingsSection },
  { id: 'drift', title: 'Drift', of: driftSection },
  { id: 'evaluation', title: 'Evaluation', of: evaluationSection },
  { id: 'versions', title: 'Version', of: versionsSection },
];

/**
 * A whole HTML page that shows what is measured of a dataset. It asks for nothing beside itself, and its policy
 * (Content-Security-Policy) forbids that, and every style and script but its own. The same facts make the same page.
 */
export function reportPage(facts: ReportFacts, version: string): string {
  const { dataset } = facts;
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  // Style and script must be, byte for byte, what their hashes were made of, and the mark is compared as it is.
  const head = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashOf(reportStyle)}; script-src ${hashOf(pictureScript)}; img-src data:; base-uri 'none'; form-action 'none'">
${reportMark}
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">`;
  const body = html`<title>${dataset.name}: report</title>`;
  const content = html`<header><h1>${dataset.name}</h1>
<p class="dim">What Winnow ${version} measured of this dataset. Figures are exact, over all rows, where nothing else is said; ≈ is an estimate.</p>
${partialNotice(dataset)}${unsavedNotice(facts)}${glance(facts)}
<nav aria-label="Contents"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main>${sections.map(({ of }) => of(facts))}</main>`;
  return `${head}\n${body.text}\n<style>${reportStyle}</style></head>\n<body>${content.text}\n<script>${pictureScript}</script></body></html>\n`;
}

function partialNotice({ partial, rows, bytes, notices }: Dataset): Html {
  const told = notices.filter(({ severity }) => severity !== 'info');
  return html`${partial && html`<p class="notice">Partial: the figures are over the ${formatCount(rows)} rows of the first ${formatCount(partial.bytes)} of ${formatCount(bytes)} bytes.</p>`}
${told.map(({ message }) => html`<p class="notice">${message}</p>`)}`;
}

function unsavedNotice({ unsaved }: ReportFacts): Html | false {
  return (
    unsaved > 0 &&
    html`<p class="notice">${unsaved === 1 ? 'One decision that counts here was' : `${formatCount(unsaved)} decisions that count here were`} not saved beside the dataset when this was written.</p>`
  );
}

/** The few figures that are asked for first. */
function glance({ dataset, findings: { open }, health: { noise }, evaluation, drift }: ReportFacts): Html {
  const facts: readonly (readonly [string, string | Html])[] = [
    ['rows', formatCount(dataset.rows)],
    ['columns', formatCount(dataset.columns.length)],
    ['unreadable', formatCount(dataset.unreadable)],
    ['label', dataset.roles.label ?? 'none'],
    ['errors · warnings · notes', `${formatCount(open.error)} · ${formatCount(open.warning)} · ${formatCount(open.info)}`],
    ['labels that look wrong', noise ? `≈${percentText(noise.estimate)}` : 'not known'],
    ...('why' in evaluation ? [] : [['predictions right', percentText(evaluation.overall.accuracy.value)] as const]),
    ...('why' in drift ? [] : [['verdict on drift', html`<span class="${drift.verdict.verdict}">${drift.verdict.verdict}</span>`] as const]),
    ['format', `${dataset.format}, ${formatCount(dataset.bytes)} bytes`],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
