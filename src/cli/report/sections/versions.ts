import { section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { countOf, formatCount } from '../words.ts';

const mostVersions = 10;

/** The version described, those before it, and what decisions were written into the file. */
export function versionsSection({ dataset, hash, versions, lineage }: ReportFacts): Html {
  return section(
    'versions',
    'Version',
    html`<p>This report describes the version of ${countOf(dataset.rows, 'row')} with SHA-256 <code>${hash.replace(/^sha256:/, '')}</code>.</p>`,
    versions === null
      ? html`<p class="dim">The file is in no git repository.</p>`
      : versions.length === 0
        ? html`<p class="dim">No commit has the file yet.</p>`
        : table(
            {
              header: ['commit', 'date', 'subject'],
              rows: versions
                .slice(0, mostVersions)
                .map(({ commit, date, subject }) => [
                  html`<code>${commit.slice(0, 10)}</code>`,
                  date.slice(0, 10),
                  valueText(subject, 120),
                ]),
              ...(versions.length > mostVersions && { more: 'There are older ones.' }),
            },
            'Commits',
          ),
    lineage.length > 0 &&
      table(
        {
          header: ['date', 'decisions', 'SHA-256 before', 'after'],
          right: [1],
          rows: lineage
            .slice(0, mostVersions)
            .map(({ at, decisions, before, after }) => [
              at.slice(0, 10),
              formatCount(decisions),
              html`<code>${before.slice(0, 10)}</code>`,
              html`<code>${after.slice(0, 10)}</code>`,
            ]),
        },
        'Decisions written into the file',
      ),
  );
}
