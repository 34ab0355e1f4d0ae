// npm run package: builds Winnow into one .vsix for this platform, since DuckDB's library in it is for no other.
import { createVSIX } from '@vscode/vsce';

await createVSIX({
  target: `${process.platform}-${process.arch}`,
  // What the README links to is in the package or stays with the sources: there is no address to put before it.
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
