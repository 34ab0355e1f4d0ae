// Compiles src/engine/wasm/*.as into modules of base64 beside them, which are committed so that neither the build nor
// the tests need the compiler. Tests tell when the two no longer agree.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

/** Pages of memory of each program. */
const programs = { rowScan: 160, jsonScan: 512 };

const fileOf = (name) => new URL(`../src/engine/wasm/${name}`, import.meta.url);

/** The compiled module, as base64. Throws with the compiler's words when the source is wrong. */
export async function compileScan(program) {
  const text = await readFile(fileOf(`${program}.as`), 'utf8');
  const outputs = new Map();
  const flags = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', String(programs[program]), '--outFile', `${program}.wasm`];
  const { error, stderr } = await asc.main([`${program}.ts`, ...flags], {
    readFile: (name) => (name === `${program}.ts` ? text : null),
    writeFile: (name, contents) => void outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`${stderr.toString()}\n${error.message}`);
  return Buffer.from(outputs.get(`${program}.wasm`)).toString('base64');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const program of Object.keys(programs)) {
    const base64 = await compileScan(program);
    const binary = fileOf(`${program}Binary.ts`);
    await writeFile(binary, `/** ${program}.as, compiled by scripts/wasm.mjs. */\nexport const ${program}Binary = '${base64}';\n`);
    console.log(`${fileURLToPath(binary)}: ${base64.length} characters`);
  }
}
