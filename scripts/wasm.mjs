// Compiles src/engine/wasm/rowScan.as into src/engine/wasm/rowScanBinary.ts, which is committed so that
// neither the build nor the tests need the compiler. A test tells when the two no longer agree.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const source = new URL('../src/engine/wasm/rowScan.as', import.meta.url);
const binary = new URL('../src/engine/wasm/rowScanBinary.ts', import.meta.url);

/** The compiled module, as base64. Throws with the compiler's words when the source is wrong. */
export async function compileRowScan() {
  const text = await readFile(source, 'utf8');
  const outputs = new Map();
  const flags = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', '160', '--outFile', 'rowScan.wasm'];
  const { error, stderr } = await asc.main(['rowScan.ts', ...flags], {
    readFile: (name) => (name === 'rowScan.ts' ? text : null),
    writeFile: (name, contents) => void outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`${stderr.toString()}\n${error.message}`);
  return Buffer.from(outputs.get('rowScan.wasm')).toString('base64');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const base64 = await compileRowScan();
  await writeFile(binary, `/** rowScan.as, compiled by scripts/wasm.mjs. */\nexport const rowScanBinary = '${base64}';\n`);
  console.log(`${fileURLToPath(binary)}: ${base64.length} characters`);
}
