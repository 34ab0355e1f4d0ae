import type { Repository } from '../../git/repository.ts';
import { committedBlobs, type Staged, stagedBlobs, type StagedFile } from '../../git/stagedFiles.ts';
import type { Unstaged } from '../../git/unstagedFiles.ts';
import { isDatasetName } from './datasetNames.ts';

/** A dataset in the index that is as it was in a commit before, and the files of Winnow's own that are not as in all of them. */
export interface SpokenOf extends StagedFile {
  readonly because: readonly string[];
}

type Subject = { readonly dataset: string } | { readonly folder: string };

/** What a file of Winnow's own is about: a dataset, or all those in a folder (empty: the root) and below. */
function subjectOf(path: string): Subject | null {
  const [, dataset] = /^(.+)\.winnow\.jsonl?$/.exec(path) ?? [];
  if (dataset !== undefined) return { dataset };
  const [, folder] = /^(.+\/|)winnow\.json$/.exec(path) ?? [];
  return folder === undefined ? null : { folder: folder.replace(/\/$/, '') };
}

interface Subjects {
  /** Datasets and folders that are spoken of. */
  readonly places: readonly string[];
  /** Blobs of the datasets in the index that these are. */
  readonly inIndex: ReadonlyMap<string, string>;
  /** Which files of Winnow's own speak of a dataset. */
  because(path: string): string[];
}

/** What Winnow's own files among those that changed are about. */
async function readSubjects(repository: Repository, paths: readonly string[]): Promise<Subjects> {
  const subjects = paths.flatMap((path) => {
    const subject = subjectOf(path);
    return subject ? [{ path, subject }] : [];
  });
  const places = subjects.map(({ subject }) => ('dataset' in subject ? subject.dataset : subject.folder));
  const inIndex = places.length === 0 ? [] : [...(await stagedBlobs(repository, places))].filter(([path]) => isDatasetName(path));
  const isAbout = (subject: Subject, path: string): boolean =>
    'dataset' in subject ? subject.dataset === path : subject.folder === '' || path.startsWith(`${subject.folder}/`);
  return { places, inIndex: new Map(inIndex), because: (path) => subjects.filter(({ subject }) => isAbout(subject, path)).map((each) => each.path) };
}

/**
 * Datasets in the index that may be found otherwise after the commit though it leaves them as they are: it changes their
 * sidecar, their configuration, or that of a folder above; in a merge, where no commit has these together. By path.
 */
export async function spokenOf(repository: Repository, { revisions, files, paths }: Staged): Promise<SpokenOf[]> {
  if (revisions.length === 0) return [];
  const { places, inIndex, because } = await readSubjects(repository, paths);
  if (inIndex.size === 0) return [];
  const changed = new Set(files.map(({ path }) => path));
  const before = await Promise.all(revisions.map(async (revision) => ({ revision, blobs: await committedBlobs(repository, revision, places) })));
  return [...inIndex].filter(([path]) => !changed.has(path)).map(([path, blob]) => ({
    path, blob,
    earlier: before.flatMap(({ revision, blobs }) => (blobs.has(path) ? [{ revision, path, blob: blobs.get(path)! }] : [])),
    because: because(path),
  }));
}

/** The same of the working tree: datasets that are as they are staged, while what stands beside or above them is not. */
export async function spokenOfUnstaged(repository: Repository, { paths }: Unstaged): Promise<SpokenOf[]> {
  const { inIndex, because } = await readSubjects(repository, paths);
  const changed = new Set(paths);
  const asStaged = [...inIndex].filter(([path]) => !changed.has(path));
  return asStaged.map(([path, blob]) => ({ path, blob, earlier: [{ revision: 'index', path, blob }], because: because(path) }));
}

/** Why a dataset is checked that is as it was, in words. `because`: the files of Winnow's own, by the names under which they are shown. */
export function becauseText({ blob, earlier }: SpokenOf, because: readonly string[]): string {
  const asWhat = earlier.every((each) => each.blob === blob) ? 'as it was' : 'as in a commit that is merged';
  const names = because.length > 3 ? [...because.slice(0, 2), `${because.length - 2} other files`] : because;
  const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
  return `${asWhat}, but ${list} ${because.length === 1 ? 'is' : 'are'} not`;
}
