import { createVSIX } from '@vscode/vsce';
import { root } from '../lab/paths.ts';

/**
 * Packs what `.vscodeignore` names into a VSIX at `packagePath`; dist/ must have been built for production. Relative
 * links of the README and the changelog become addresses in the repository that package.json names, at the branch or
 * tag `ref`.
 * @throws Error from vsce, for example when a picture of the README cannot be addressed
 */
export async function writeVsix(packagePath: string, ref = 'HEAD'): Promise<void> {
  // The bundles hold everything that the extension runs on, so that no package of node_modules is shipped.
  await createVSIX({ cwd: root, packagePath, dependencies: false, githubBranch: ref });
}
