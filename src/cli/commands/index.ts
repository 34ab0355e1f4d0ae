import type { AnyCommand } from '../command.ts';
import { applyCommand } from './apply.ts';
import { cardCommand } from './card.ts';
import { checkCommand } from './check.ts';
import { collectCommand } from './collect.ts';
import { diffCommand } from './diff.ts';
import { driftCommand } from './drift.ts';
import { evaluateCommand } from './evaluate.ts';
import { hookCommand } from './hook.ts';
import { initCommand } from './init.ts';
import { labelsCommand } from './labels.ts';
import { logCommand } from './log.ts';
import { nextCommand } from './next.ts';
import { planCommand } from './plan.ts';
import { profileCommand } from './profile.ts';
import { reportCommand } from './report.ts';
import { sampleCommand } from './sample.ts';

/** All commands, in the order of the help. */
export const commands: readonly AnyCommand[] = [
  checkCommand,
  profileCommand,
  driftCommand,
  labelsCommand,
  evaluateCommand,
  applyCommand,
  diffCommand,
  hookCommand,
  initCommand,
  logCommand,
  nextCommand,
  planCommand,
  cardCommand,
  reportCommand,
  sampleCommand,
  collectCommand,
];
