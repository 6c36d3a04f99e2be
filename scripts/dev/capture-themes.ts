/**
 * Writes page/themes.json and page/default-styles.css, which reproduce VS Code's themes in a plain browser: the
 * classes, custom properties and style sheet that the real VS Code sets on a webview's document in its four themes.
 * Leaves out custom properties that neither the page nor that style sheet uses.
 *   node scripts/bootstrap.mjs scripts/dev/capture-themes.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { show } from '../lab/command.ts';
import { main } from '../lab/missing.ts';
import { node } from '../lab/node.ts';
import { openPreset } from '../lab/open.ts';
import { root } from '../lab/paths.ts';
import { themes, type Theme } from '../lab/theme.ts';
import { startWorkbench } from '../lab/workbench.ts';
import type { CapturedTheme } from './page/theme.ts';
import { variablesIn, variablesOfThePage } from './theme-variables.ts';

await main(async () => {
  if ((await show(node, ['esbuild.mjs'], { cwd: root })) !== 0) return 1;
  const workbench = await startWorkbench();
  try {
    await openPreset(workbench, 'strided');
    const frame = await workbench.frame();
    const styles = await defaultStyles(frame);
    const names = [...new Set([...variablesOfThePage(), ...variablesIn(styles)])].sort();
    const captured: Partial<Record<Theme, CapturedTheme>> = {};
    for (const theme of Object.keys(themes) as Theme[]) {
      await workbench.setTheme(theme);
      captured[theme] = await capture(frame, names);
    }
    const files = [write('themes.json', JSON.stringify(captured)), write('default-styles.css', styles)];
    const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
    return (await show(node, [prettier, '--write', ...files], { cwd: root })) ?? 1;
  } finally {
    await workbench.stop();
  }
});

/** Returns VS Code's style sheet for webviews, without the indentation that all of its lines share. */
async function defaultStyles(frame: Frame): Promise<string> {
  const text = await frame.locator('#_defaultStyles').evaluate((style) => style.textContent);
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line, index) => index > 0 || line !== '');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)?.[0].length ?? 0),
  );
  return `${lines.map((line) => line.slice(indent).replaceAll('\t', '  ')).join('\n')}\n`;
}

/**
 * Reads the body's classes and data attributes and the root's custom properties. If the theme does not define a
 * property, its value is null.
 */
async function capture(frame: Frame, names: readonly string[]): Promise<CapturedTheme> {
  return await frame.evaluate((wanted) => {
    const { style } = document.documentElement;
    const entries = wanted.map((name) => [name, style.getPropertyValue(name).trim() || null] as const);
    const { vscodeThemeKind = '', vscodeThemeName = '', vscodeThemeId = '' } = document.body.dataset;
    return {
      classes: [...document.body.classList].filter((name) => /^vscode-(dark|light|high-contrast)/.test(name)),
      data: { vscodeThemeKind, vscodeThemeName, vscodeThemeId },
      variables: Object.fromEntries(entries),
    };
  }, names);
}

function write(name: string, text: string): string {
  const file = join(import.meta.dirname, 'page', name);
  writeFileSync(file, text);
  return file;
}
