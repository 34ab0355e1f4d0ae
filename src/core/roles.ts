/** What columns mean. Names are of columns; a dataset without a label is still browsed and checked. */
export interface Roles {
  readonly label?: string;
  /** What a model sees. */
  readonly content: readonly string[];
  readonly id?: string;
  readonly split?: string;
  /** Columns whose values divide the data into groups that matter. */
  readonly segments: readonly string[];
  readonly time?: string;
  readonly predicted?: string;
  readonly probabilities: readonly string[];
  readonly confidence?: string;
  readonly annotators: readonly string[];
  readonly group?: string;
  readonly embedding?: string;
  readonly weight?: string;
}

export type Role = keyof Roles;

/** Corrections: a role that is named here replaces the inferred one; `null` says that no column has it. */
export type PartialRoles = { readonly [R in Role]?: Roles[R] | null };

export const noRoles: Roles = { content: [], segments: [], probabilities: [], annotators: [] };

/** The roles of a column, `, ` between them. */
export function rolesOfColumn(roles: Roles, name: string): string {
  return Object.entries(roles).filter(([, of]) => of === name || (Array.isArray(of) && of.includes(name))).map(([role]) => role).join(', ');
}

/** Why each column has the role it has. */
export interface RoleReason {
  readonly column: string;
  readonly role: Role;
  readonly why: string;
}

export type RoleInference = readonly RoleReason[];

export interface InferredRoles {
  readonly roles: Roles;
  readonly inference: RoleInference;
}

/** Roles of several columns, and of one. */
export const listRoles = ['content', 'segments', 'probabilities', 'annotators'] as const;
export const singleRoles = ['label', 'id', 'split', 'time', 'predicted', 'confidence', 'group', 'embedding', 'weight'] as const;

/** Inferred roles with a person's corrections laid over them; names of columns that are not there are dropped. */
export function mergeRoles(inferred: Roles, corrections: PartialRoles | undefined, columns: ReadonlySet<string>): Roles {
  const merged: { -readonly [R in Role]?: Roles[R] } = {};
  for (const role of singleRoles) {
    const corrected = corrections?.[role];
    const name = corrected === null ? undefined : (corrected ?? inferred[role]);
    if (name !== undefined && columns.has(name)) merged[role] = name;
  }
  for (const role of listRoles) {
    const corrected = corrections?.[role];
    merged[role] = (corrected === null ? [] : (corrected ?? inferred[role])).filter((name) => columns.has(name));
  }
  return { ...noRoles, ...merged };
}

/** The names in corrections that are of no column, each with its role, roles of one column first. */
export function strayRoles(corrections: PartialRoles | undefined, columns: ReadonlySet<string>): { readonly role: Role; readonly column: string }[] {
  const roles: readonly Role[] = [...singleRoles, ...listRoles];
  return roles.flatMap((role) => [corrections?.[role] ?? []].flat().filter((column) => !columns.has(column)).map((column) => ({ role, column })));
}

/** The columns that a duplicate is judged by: the content, or else all that are not about the row's handling. */
export function contentColumns(columns: readonly string[], roles: Roles): string[] {
  if (roles.content.length > 0) return [...roles.content];
  const handling = handlingColumns(roles);
  return columns.filter((column) => !handling.has(column));
}

/** The columns about a row's label and its handling, by people and models, rather than about what the row says. */
export function handlingColumns(roles: Roles): ReadonlySet<string | undefined> {
  return new Set([
    roles.label, roles.id, roles.split, roles.predicted, roles.confidence, roles.weight, roles.time, ...roles.probabilities, ...roles.annotators,
  ]);
}
