import { openPreset, openScenario } from '../lab/open.ts';
import { parseSize, parseThemes } from '../lab/options.ts';
import { screenshot } from '../lab/screenshot.ts';
import { startWorkbench } from '../lab/workbench.ts';

export interface PictureOptions {
  readonly preset?: string;
  readonly scenario?: string;
  readonly theme?: string;
  readonly size?: string;
}

/**
 * Writes a PNG of VS Code with the debugger, once its verdict is painted; resolves with an exit code.
 * @throws Missing when there is no VS Code server or no browser to be had, or an option is wrong
 */
export async function takePicture(file: string, options: PictureOptions): Promise<number> {
  const [theme = 'dark'] = parseThemes(options.theme ?? 'dark');
  const workbench = await startWorkbench(parseSize(options.size ?? '1400x900'));
  try {
    await workbench.setTheme(theme);
    const state =
      options.scenario === undefined
        ? await openPreset(workbench, options.preset ?? 'forum')
        : await openScenario(workbench, options.scenario);
    await screenshot(workbench, file, 'window');
    console.log(`${file} (${state})`);
    return 0;
  } finally {
    await workbench.stop();
  }
}
