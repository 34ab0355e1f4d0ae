import { columnWords } from './columnWords.ts';
import type { ColumnProfile } from './profile.ts';
import { fitsName, type RoleRule, roleRules } from './roleRules.ts';
import { type InferredRoles, listRoles, noRoles, type Role, type RoleReason, type Roles } from './roles.ts';

const ofSeveralColumns: ReadonlySet<Role> = new Set(listRoles);

/**
 * What each column probably means, by name and by data, and why (see `roleRules`). A column has one role at most;
 * reasons are in file order. `profiles` are in file order; a table without rows has no data to go by and gets no roles.
 */
export function inferRoles(profiles: readonly ColumnProfile[], rows: number): InferredRoles {
  if (rows === 0) return { roles: noRoles, inference: [] };
  const reasons: RoleReason[] = [];
  const taken = new Set<Role>();
  let free = [...profiles];
  for (const rule of roleRules) {
    if (taken.has(rule.role) && !ofSeveralColumns.has(rule.role)) continue;
    if (rule.when && !rule.when({ profiles, free, taken, reasons })) continue;
    const named = matchesOf(rule, free);
    const matches = rule.among?.(named, { profiles, free, taken, reasons }) ?? named;
    const chosen = ofSeveralColumns.has(rule.role) ? matches : matches.slice(0, 1);
    if (chosen.length < (rule.atLeast ?? 1) || chosen.length > (rule.atMost ?? Infinity)) continue;
    for (const profile of chosen) reasons.push({ column: profile.column, role: rule.role, why: reasonOf(rule, profile) });
    taken.add(rule.role);
    free = free.filter((profile) => !chosen.includes(profile));
  }
  const place = new Map(profiles.map((profile, index) => [profile.column, index]));
  reasons.sort((a, b) => (place.get(a.column) ?? 0) - (place.get(b.column) ?? 0));
  return { roles: rolesOf(reasons), inference: reasons };
}

/** Columns whose name and data match, best name first; columns of the same name pattern in file order. */
function matchesOf(rule: RoleRule, free: readonly ColumnProfile[]): ColumnProfile[] {
  const fitting = free.filter((profile) => rule.fits(profile));
  if (!rule.names) return fitting;
  const names = rule.names;
  return fitting
    .map((profile) => ({ profile, rank: rankOf(columnWords(profile.column).join('_'), names) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ profile }) => profile);
}

function rankOf(name: string, patterns: readonly string[]): number {
  return patterns.findIndex((pattern) => fitsName(name, pattern));
}

function reasonOf(rule: RoleRule, profile: ColumnProfile): string {
  const data = rule.says(profile);
  return rule.names ? `named “${profile.column}”; ${data}` : data;
}

function rolesOf(reasons: readonly RoleReason[]): Roles {
  const roles: { -readonly [R in Role]?: Roles[R] } = {};
  for (const { column, role } of reasons) {
    switch (role) {
      case 'content':
      case 'segments':
      case 'probabilities':
      case 'annotators':
        roles[role] = [...(roles[role] ?? []), column];
        break;
      default:
        roles[role] = column;
    }
  }
  return { ...noRoles, ...roles };
}
