import { checks } from '../checks/index.ts';
import { nearestName } from '../core/nearestName.ts';
import { type Given, misused } from './command.ts';

/** Ids of the checks that `--skip` names, with commas between them. Throws a UsageError where there is no such check. */
export function readSkipped(given: Given): string[] {
  const known = checks.map(({ id }) => id);
  return (given.text('skip') ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
    .map((id) => (known.includes(id) ? id : misused(unknownCheck(id, known))));
}

function unknownCheck(given: string, known: readonly string[]): string {
  const nearest = nearestName(given, known);
  return `--skip: there is no check “${given}”${nearest === undefined ? `; there are ${known.join(', ')}.` : `: did you mean “${nearest}”?`}`;
}
