import { execFileSync } from 'node:child_process';
import type { Editor } from './harness/editor.ts';

/** The engine process of this test's VS Code, whose path is inside the folder that the test made for it; 0 where none runs. */
export function enginePid(editor: Editor): number {
  const home = editor.userData.replace(/[\\/]data$/, '');
  const processes = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const engine = processes.find((line) => line.includes(home) && line.includes('engine.js'));
  return Number(/\d+/.exec(engine ?? '')?.[0] ?? 0);
}
