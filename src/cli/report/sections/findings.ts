import type { FindingGroup, ListedFinding } from '../../../protocol/findingMethods.ts';
import { section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { countOf, formatCount, findingBasis } from '../words.ts';

const mostPlaces = 5;

/** What the checks found and nobody has settled, the worst of each. */
export function findingsSection(facts: ReportFacts): Html {
  const { groups, open, openRows, skipped, warnings = [] } = facts.findings;
  const shown = groups.filter(({ findings, closed }) => findings > 0 || closed > 0);
  return section(
    'findings',
    'Findings',
    html`<p>${countOf(open.error, 'error')}, ${countOf(open.warning, 'warning')} and ${countOf(open.info, 'note')} are open, in ${countOf(openRows, 'row')}. Settled ones were decided upon by people.</p>`,
    warnings.map((warning) => html`<p class="marked">${warning}</p>`),
    shown.length === 0
      ? html`<p>Nothing was found.</p>`
      : table(
          {
            header: ['check', 'severity', 'open', 'rows', 'settled'],
            right: [2, 3, 4],
            rows: shown.map(({ title, severity, findings, rows, closed }) => [
              title,
              html`<span class="${severity}">${severity}</span>`,
              formatCount(findings),
              formatCount(rows),
              formatCount(closed),
            ]),
          },
          'Findings by check',
        ),
    shown.map((group) => groupDetails(facts, group)),
    skipped.length > 0 &&
      html`<details><summary>${countOf(skipped.length, 'check')} did not run</summary>${table({ header: ['check', 'why'], rows: skipped.map(({ check, why }) => [check, why]) })}</details>`,
  );
}

function groupDetails({ listed }: ReportFacts, { check, title, description, severity, findings }: FindingGroup): Html | false {
  const page = listed.get(check);
  if (!page || page.findings.length === 0) return false;
  const left = page.total - page.findings.length;
  return html`<details><summary><span class="${severity}">${severity}</span> <b>${title}</b> <span class="dim">${formatCount(findings)}</span></summary><p class="dim">${description}</p>
<ol class="findings">${page.findings.map(
    (
      one,
    ) => html`<li>${valueText(one.finding.message, 1000)} <span class="dim">${[placeOf(one), basisOf(one.finding)].filter((words) => words !== '').join(' · ')}</span></li>
`,
  )}</ol>${left > 0 && html`<p class="dim">${countOf(left, 'more')} of less weight not listed: winnow check lists them.</p>`}</details>`;
}

/** A finding whose own words say what it rests on rests on a part. */
function basisOf({ basis, evidence }: ListedFinding['finding']): string {
  return typeof evidence['basis'] === 'string' ? 'sampled' : findingBasis(basis);
}

function placeOf({ finding: { rows, column }, rowCount }: ListedFinding): string {
  const named = rows.slice(0, mostPlaces).map(({ row, line }) => `${formatCount(row)}${line === undefined ? '' : ` (line ${formatCount(line)})`}`).join(', ');
  const more = rowCount - Math.min(mostPlaces, rows.length);
  return [
    column ?? '',
    rowCount === 0 ? '' : `${rowCount === 1 ? 'row' : 'rows'} ${named}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
  ]
    .filter((words) => words !== '')
    .join(' · ');
}
