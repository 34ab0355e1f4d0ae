import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { errorMessage } from '../../core/errorMessage.ts';
import { croissantOf, parseCroissant } from '../../core/card/croissant.ts';
import { mergeCard } from '../../core/card/mergeCard.ts';
import { hashFile } from '../../engine/apply/fileVersion.ts';
import { atomicWrite } from '../../sidecar/atomicWrite.ts';
import { readSidecar } from '../../sidecar/sidecarFile.ts';
import { gatherFacts } from '../card/cardFacts.ts';
import { cardPath, croissantPath, describeCardError, readIfThere } from '../card/cardFiles.ts';
import { cardSections, newCard } from '../card/cardSections.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import { type EngineSession, requireFile } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, readEngineOptions } from '../options.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

interface CardOptions extends EngineOptions {
  readonly file: string;
}

export const cardCommand = defineCommand<CardOptions>({
  name: 'card',
  takes: 'FILE',
  summary: 'Write a card that describes a dataset, and its description in Croissant',
  help: `Usage: winnow card FILE [--config FILE] [--memory MB]

Writes FILE.card.md from what is measured: composition, segments, splits, label quality, known issues, annotation
process and versions; and FILE.croissant.json, the description in Croissant 1.0 that other tools read. No texts of the
dataset are in them, and no names of annotators. What people wrote stays: in the card, all that is not between
winnow:begin and winnow:end; in the description, licence, creator, url, descriptions and further files. A measured
section that is taken out stays out. winnow check tells when the card describes another version.

Options
${engineOptionsHelp}
`,
  options: { ...engineOptions },
  read: (given) => ({ file: oneFile('card', given), ...readEngineOptions(given) }),
  run: (options, { engine, terminal }) => card(options, engine(options), terminal),
});

/** Writes both files. Returns the exit code: 0, or 2 where something cannot be read or written. */
async function card({ file, config }: CardOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const path = resolve(file);
    await requireFile(path);
    // Before the long work: what cannot be merged with must not cost it.
    const before = await readCard(file);
    const knownCroissant = await readCroissant(file);
    const [found, hash] = [await stat(path), await hashFile(path)];
    const opened = await session.openAndTell(file, config);
    const { decisions } = await readSidecar(path);
    const facts = await gatherFacts(opened, hash, decisions, session);
    session.clearProgress();
    const now = await stat(path);
    if (now.size !== found.size || now.mtimeMs !== found.mtimeMs) throw new Error('The file changed while it was read. Write the card again.');
    const sections = cardSections(facts);
    const text = mergeCard(before ?? newCard(basename(path)), sections, { hash, bytes: found.size, rows: opened.dataset.rows });
    const croissant = `${JSON.stringify(croissantOf(opened.dataset, hash.replace(/^sha256:/, ''), knownCroissant), null, 2)}\n`;
    await atomicWrite(cardPath(path), Buffer.from(text));
    await atomicWrite(croissantPath(path), Buffer.from(croissant));
    terminal.out(
      `${plain(cardPath(file))}: ${before === null ? 'written' : 'brought up to date'}\n${plain(croissantPath(file))}: ${knownCroissant ? 'brought up to date' : 'written'}\n`,
    );
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

/** The card that is there; null without one. Throws, in words, where its sections cannot be told from what people wrote. */
async function readCard(file: string): Promise<string | null> {
  const path = cardPath(file);
  const text = await readIfThere(path);
  try {
    if (text !== null) mergeCard(text, [], { hash: '', bytes: 0, rows: 0 });
  } catch (error) {
    throw new Error(describeCardError(path, error), { cause: error });
  }
  return text;
}

async function readCroissant(file: string): Promise<ReturnType<typeof parseCroissant> | undefined> {
  const path = croissantPath(file);
  const text = await readIfThere(path);
  try {
    return text === null ? undefined : parseCroissant(text);
  } catch (error) {
    throw new Error(`${path}: ${errorMessage(error)}`, { cause: error });
  }
}
