import { checks } from '../checks/index.ts';
import { type Given, misused } from './command.ts';

/** Ids of the checks that `--skip` names, with commas between them. Throws a UsageError where there is no such check. */
export function readSkipped(given: Given): string[] {
  const known = checks.map(({ id }) => id);
  return (given.text('skip') ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
    .map((id) => (known.includes(id) ? id : misused(`--skip: there is no check “${id}”; there are ${known.join(', ')}.`)));
}
