import { noRoles, type PartialRoles, type Role, type RoleInference, type Roles } from '../../src/core/roles.ts';

/** Roles as a table of columns: pure functions behind the Roles panel. */

export interface RoleChoice {
  readonly role: Role;
  readonly words: string;
}

/** In the order in which they matter. */
export const roleChoices: readonly RoleChoice[] = [
  { role: 'label', words: 'label' },
  { role: 'content', words: 'content' },
  { role: 'id', words: 'id' },
  { role: 'split', words: 'split' },
  { role: 'segments', words: 'segment' },
  { role: 'time', words: 'time' },
  { role: 'predicted', words: 'predicted label' },
  { role: 'probabilities', words: 'probability' },
  { role: 'confidence', words: 'confidence' },
  { role: 'annotators', words: 'annotator' },
  { role: 'group', words: 'group' },
  { role: 'embedding', words: 'embedding' },
  { role: 'weight', words: 'weight' },
];

type Mutable = { -readonly [R in Role]?: Roles[R] };

const has = (roles: Roles, role: Role, column: string): boolean => {
  const held = roles[role];
  return typeof held === 'string' ? held === column : (held ?? []).includes(column);
};

/** The first role that a column has; null for none. */
export function roleOf(roles: Roles, column: string): Role | null {
  return roleChoices.find(({ role }) => has(roles, role, column))?.role ?? null;
}

/** Gives a column one role, or none. A role of one column alone is taken from the column that had it. */
export function assignRole(roles: Roles, column: string, role: Role | null): Roles {
  const next: Mutable = {};
  for (const choice of roleChoices) withoutColumn(next, roles, choice.role, column);
  if (role !== null) {
    switch (role) {
      case 'content':
      case 'segments':
      case 'probabilities':
      case 'annotators':
        next[role] = [...(next[role] ?? []), column];
        break;
      default:
        next[role] = column;
    }
  }
  return { ...noRoles, ...next };
}

function withoutColumn(next: Mutable, roles: Roles, role: Role, column: string): void {
  switch (role) {
    case 'content':
    case 'segments':
    case 'probabilities':
    case 'annotators':
      next[role] = roles[role].filter((name) => name !== column);
      break;
    default:
      if (roles[role] !== undefined && roles[role] !== column) next[role] = roles[role];
  }
}

/** The roles that inference gave, from its reasons. */
export function inferredRoles(inference: RoleInference): Roles {
  return inference.reduce((roles, { column, role }) => assignRole(roles, column, role), noRoles);
}

/** What has to be written so that inference with these corrections gives the wanted roles: only what differs. */
export function roleCorrections(inferred: Roles, wanted: Roles): PartialRoles {
  const corrections: { -readonly [R in Role]?: Roles[R] | null } = {};
  for (const { role } of roleChoices) {
    if (JSON.stringify(inferred[role] ?? null) !== JSON.stringify(wanted[role] ?? null)) Object.assign(corrections, { [role]: wanted[role] ?? null });
  }
  return corrections;
}

export function sameRoles(a: Roles, b: Roles): boolean {
  return Object.keys(roleCorrections(a, b)).length === 0;
}
