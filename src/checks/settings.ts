import type { CheckSettings, WinnowConfig } from '../core/config.ts';
import { type Severity, severities } from '../core/finding.ts';
import { nearestName } from '../core/nearestName.ts';
import type { Check, CheckOptions } from './check.ts';

/** What `winnow.json` makes of one check. */
export interface ResolvedSettings {
  readonly off: boolean;
  /** Only where `winnow.json` gives one: it then holds for every finding of the check. */
  readonly severity?: Severity;
  readonly options: CheckOptions;
}

/** The defaults of a check with `winnow.json` laid over them. What cannot be used is warned about and left at its default. */
export function resolveSettings(check: Check, config: WinnowConfig, warn: (message: string) => void): ResolvedSettings {
  const given: CheckSettings | undefined = config.checks?.[check.id];
  if (given === false) return { off: true, options: check.defaults };
  if (given === undefined) return { off: false, options: check.defaults };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    warn(`winnow.json: checks.${check.id} must be false or an object of options; the defaults are used.`);
    return { off: false, options: check.defaults };
  }
  const options: Record<string, CheckOptions[string]> = { ...check.defaults };
  for (const [name, value] of Object.entries(given)) {
    if (name === 'severity') continue;
    const fallback = Object.hasOwn(check.defaults, name) ? check.defaults[name] : undefined;
    if (fallback === undefined) warn(`winnow.json: checks.${check.id} has no option “${name}”${meant(name, knownOptions(check), 'it has')}`);
    else if (isLike(value, fallback)) options[name] = value;
    else warn(`winnow.json: checks.${check.id}.${name} must be ${kindOf(fallback)}; ${JSON.stringify(fallback)} is used.`);
  }
  const severity = resolveSeverity(check, given.severity, warn);
  return { off: false, options, ...(severity && { severity }) };
}

/** Warns of names in `winnow.json` that are no check's. */
export function warnOfUnknownChecks(names: readonly string[], checks: readonly Check[], where: string, warn: (message: string) => void): void {
  const known = checks.map((check) => check.id);
  for (const name of names) {
    if (!known.includes(name)) warn(`${where}: there is no check “${name}”${meant(name, known, 'there are')}`);
  }
}

function resolveSeverity(check: Check, value: unknown, warn: (message: string) => void): Severity | undefined {
  if (value === undefined) return undefined;
  const severity = severities.find((known) => known === value);
  if (!severity) warn(`winnow.json: checks.${check.id}.severity must be one of ${severities.join(', ')}; the default is used.`);
  return severity;
}

function knownOptions(check: Check): string[] {
  return [...Object.keys(check.defaults), 'severity'];
}

/** The known name that is nearest, or all of them. */
function meant(given: string, known: readonly string[], words: string): string {
  const nearest = nearestName(given, known);
  return nearest === undefined ? `; ${words} ${known.join(', ')}.` : `: did you mean “${nearest}”?`;
}

function kindOf(value: CheckOptions[string]): string {
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string' ? 'a text' : 'a list of texts';
}

function isLike<Value extends CheckOptions[string]>(value: unknown, example: Value): value is Value {
  if (Array.isArray(example)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === typeof example && (typeof value !== 'number' || Number.isFinite(value));
}
