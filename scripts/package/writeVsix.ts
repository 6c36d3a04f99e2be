import { createVSIX } from '@vscode/vsce';
import { root } from '../lab/paths.ts';

/**
 * Packs the files that `.vscodeignore` does not exclude into a VSIX at `packagePath`. dist/ must have been built for
 * production. Relative links in the README and the changelog become addresses in the repository that package.json
 * names, at the branch or tag `ref`.
 * @throws Error from vsce, for example if a picture in the README has no address in the repository
 */
export async function writeVsix(packagePath: string, ref = 'HEAD'): Promise<void> {
  // The bundles contain every dependency, so nothing of node_modules is shipped.
  await createVSIX({ cwd: root, packagePath, dependencies: false, githubBranch: ref });
}
