import { type Finding, type Severity, severities } from '../../core/finding.ts';
import type { CheckedDataset, CheckedFile } from '../check.ts';

/** The JSON of `winnow check`: one document with every file, open findings alone. */
export function jsonOfChecks(checked: readonly CheckedFile[]): string {
  return `${JSON.stringify({ winnow: 1, files: checked.map((file) => ('error' in file ? file : fileEntry(file))) })}\n`;
}

function fileEntry({ path, dataset, profiles, findings, skipped }: CheckedDataset): Record<string, unknown> {
  const byName = new Map(profiles.map((profile) => [profile.column, profile]));
  return {
    path,
    format: dataset.format,
    rows: dataset.rows,
    unreadable: dataset.unreadable,
    columns: dataset.columns.map(({ name, type }) => {
      const profile = byName.get(name);
      return { name, type, nulls: profile?.nulls ?? null, distinct: profile?.distinct ?? null, ...(profile && !profile.distinctIsExact && { distinctIsExact: false }) };
    }),
    roles: dataset.roles,
    findings: findings.map(findingEntry),
    summary: countBySeverity(findings),
    notices: dataset.notices,
    skipped,
  };
}

/** Fields in one order, whatever the engine's. */
function findingEntry({ check, severity, scope, message, score, column, segment, rows, suggestion, evidence, basis }: Finding): Record<string, unknown> {
  return { check, severity, scope, message, score, column, segment, rows: rows.map(({ row, line, key }) => ({ row, line, key })), suggestion, evidence, basis };
}

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const severity of severities) counts[severity] = findings.filter((finding) => finding.severity === severity).length;
  return counts;
}
