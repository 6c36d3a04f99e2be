import type { Page } from 'playwright-core';
import type { Driver } from './driver.ts';

/** A built-in theme of each of VS Code's four kinds of themes, by the short names that the scripts use. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

/** Returns the theme with this short name, or undefined if there is none. */
export function themeNamed(name: string): Theme | undefined {
  return (Object.keys(themes) as Theme[]).find((theme) => theme === name);
}

/** The kind of each theme, as VS Code writes it into `data-vscode-theme-kind` of a webview's body. */
export const themeKind: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};

const workbenchClass: Readonly<Record<Theme, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  'hc-dark': 'hc-black',
  'hc-light': 'hc-light',
};

/** Changes the theme of a window, and waits until the window and every debugger in it show it. */
export async function setTheme(page: Page, driver: Driver, theme: Theme): Promise<void> {
  await driver.run('lab.configure', { 'workbench.colorTheme': themes[theme] });
  await page.locator(`.monaco-workbench.${workbenchClass[theme]}`).first().waitFor();
  for (const frame of page.frames()) {
    const debuggers = await frame
      .locator('[data-state]')
      .count()
      .catch(() => 0);
    if (debuggers === 0) continue;
    const body = frame.locator(`body[data-vscode-theme-kind="${themeKind[theme]}"]`);
    await body.waitFor({ state: 'attached', timeout: 60_000 });
  }
}
