/**
 * `npm run release:check -- --tag v0.1.0 --repository owner/name --notes notes.md`: fails unless the tag is
 * package.json's version, the repository is the one that package.json names, and the changelog describes the version.
 * If `--notes` names a file, the changelog's text about the version is written to it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, Missing } from './lab/missing.ts';
import { parseOptions } from './lab/options.ts';
import { root } from './lab/paths.ts';
import { releaseNotes, releaseProblems, type ReleasedPackage } from './release/releaseProblems.ts';

await main(() => {
  const { tag, repository, notes } = parseOptions(['tag', 'repository', 'notes'], []);
  if (tag === undefined || repository === undefined) {
    throw new Missing('release:check needs --tag and --repository, for example --tag v0.1.0 --repository owner/name.');
  }
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as ReleasedPackage;
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const problems = releaseProblems({ tag, repository, manifest, changelog });
  if (problems.length > 0) throw new Missing(problems.join('\n'));
  if (notes !== undefined) writeFileSync(notes, `${releaseNotes(changelog, manifest.version) ?? ''}\n`);
  console.log(`${tag} may be released from ${repository}.`);
  return Promise.resolve(0);
});
