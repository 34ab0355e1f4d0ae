import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Licences ask that their text goes wherever the code goes, and bundles leave it behind: the packages in them, each with its licence. */
export function notices(metafiles) {
  const inputs = metafiles.flatMap(({ inputs: files }) => Object.keys(files));
  const folders = new Set(inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((folder) => folder !== undefined));
  const packages = [...folders].map(readPackage).sort((a, b) => (a.name < b.name ? -1 : 1));
  return `Winnow contains the following packages.\n\n${packages.map(({ name, text }) => `${'='.repeat(72)}\n${name}\n\n${text}\n`).join('\n')}`;
}

function readPackage(folder) {
  const { name, version, license, author, homepage } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.|$)/i.test(each));
  const notice = existsSync(`${folder}/NOTICE.txt`) ? `\n${readFileSync(`${folder}/NOTICE.txt`, 'utf8').trim()}\n` : '';
  const said = [license, typeof author === 'string' ? author : author?.name, homepage].filter(Boolean).join('\n');
  return { name: `${name} ${version}`, text: `${file === undefined ? said : readFileSync(`${folder}/${file}`, 'utf8').trim()}\n${notice}` };
}
