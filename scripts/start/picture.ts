import { openTarget } from '../lab/open.ts';
import type { Size } from '../lab/resize.ts';
import { screenshot } from '../lab/screenshot.ts';
import type { Target } from '../lab/target.ts';
import type { Theme } from '../lab/theme.ts';
import { startWorkbench } from '../lab/workbench.ts';

/**
 * Writes a PNG of VS Code with the debugger in it, taken once the verdict is painted. Resolves with an exit code.
 * @throws Missing if the VS Code server or a browser is neither installed nor can be downloaded
 */
export async function takePicture(
  file: string,
  target: Target,
  { theme, size }: { readonly theme: Theme; readonly size: Size },
): Promise<number> {
  const workbench = await startWorkbench(size);
  try {
    await workbench.setTheme(theme);
    const state = await openTarget(workbench, target);
    await screenshot(workbench, file, 'window');
    console.log(`${file} (${state})`);
    return 0;
  } finally {
    await workbench.stop();
  }
}
