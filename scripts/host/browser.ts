import { chmodSync, createReadStream, createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { findOnPath, isProgram, run, type Say } from './command.ts';
import { ensurePinned } from './pinned.ts';

export interface BrowserInstall {
  executable: string;
  /** Variables it needs besides this process's own. */
  env: Record<string, string>;
}

/** Where the installers of macOS and Windows put a browser that Playwright can drive. */
const wellKnown = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** A Chromium for the editor tests: CHROME_PATH, else one that is installed, else the pinned one from npm. */
export async function ensureBrowser(say: Say): Promise<BrowserInstall> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (!isProgram(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which is not a program.`);
    return { executable: chosen, env: {} };
  }
  const installed = findOnPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome') ?? wellKnown.find(isProgram);
  if (installed !== undefined) return { executable: installed, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The editor tests need a Chromium, and npm has none for ${process.platform} ${process.arch}: install one, or name it in CHROME_PATH.`);
  }
  const folder = await ensurePinned({ name: 'browser', title: 'Chromium 153 and fonts', cost: 'about 10 seconds and 300 MB', recipe: 1, finish: unpack }, say);
  return {
    executable: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

/** Unpacks the program, and the system libraries and fonts that a bare machine lacks. */
async function unpack(folder: string, log: string): Promise<void> {
  const packed = join(folder, 'node_modules', '@sparticuz', 'chromium', 'bin');
  await decompress(join(packed, 'chromium.br'), join(folder, 'chromium'));
  chmodSync(join(folder, 'chromium'), 0o755);
  for (const name of ['al2023.tar', 'fonts.tar']) {
    const archive = join(folder, name);
    await decompress(join(packed, `${name}.br`), archive);
    await run('tar', ['-xf', archive, '-C', folder], { cwd: folder, log });
    rmSync(archive);
  }
  writeFileSync(join(folder, 'fonts.conf'), fontConfig);
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

/** Our fonts come first, so that pictures look the same everywhere; the machine's own add scripts that ours lack. */
const fontConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir prefix="relative">node_modules/dejavu-fonts-ttf/ttf</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
</fontconfig>
`;
