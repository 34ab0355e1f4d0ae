import { errorMessage } from '../core/errorMessage.ts';
import type { EngineEnd } from '../engine/engineEnd.ts';
import { isAbort } from '../protocol/rpc.ts';
import type { Failure } from '../protocol/methods.ts';

/** What the page shows instead of the dataset when a file cannot be read. Every error ends here: none leaves a spinner behind. */
export function describeFailure(error: unknown, name: string): Failure {
  if (isAbort(error)) {
    return { title: `Reading ${name} was stopped`, message: 'Nothing was changed. Read it again whenever you like.', retry: true };
  }
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'FileNotFound') {
    return { title: `${name} is not there`, message: 'It was deleted, moved or renamed. When it is back, try again.', retry: true };
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'NoPermissions') {
    return { title: `${name} may not be read`, message: 'Its permissions do not let you read it. Change them, then try again.', retry: true };
  }
  if (code === 'EISDIR' || code === 'FileIsADirectory') {
    return { title: `${name} is a folder`, message: 'Winnow opens files. Open one of the files in this folder.', retry: false };
  }
  if (error instanceof Error && error.name === 'FormatError') {
    return { title: `${name} cannot be shown as a dataset`, message: error.message, retry: true };
  }
  return { title: `${name} could not be read`, message: `${errorMessage(error)}\nThe log says more: run “Winnow: Show Log”.`, retry: true };
}

/** What the page shows when the engine cannot live with a dataset: how it ended the last time. */
export function engineFailure(name: string, { what, advice, limited }: EngineEnd): Failure {
  const end = `${limited ? `It ${what}` : 'It stopped'} while ${name} was open, and is not tried again by itself. Nothing that was decided is lost.`;
  return {
    title: 'The data engine stopped several times',
    message: `${end}\n${advice ?? 'A higher winnow.memoryLimit may help with a very large file.'}\nThe log says more: run “Winnow: Show Log”.`,
    retry: true,
  };
}

/** The code of a Node or VS Code file error; from the engine process only the message comes, which starts with it. */
function errorCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return /^(ENOENT|EACCES|EPERM|EISDIR)\b/.exec(errorMessage(error))?.[1];
}
