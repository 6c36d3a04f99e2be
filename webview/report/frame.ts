/**
 * The first script of the debugger within an HTML report. It stands in for VS Code: gives the page the API through which
 * it talks to the report around it, and the classes of a theme, by the reader's preferences.
 */

const isDark = matchMedia('(prefers-color-scheme: dark)');
const isContrast = matchMedia('(forced-colors: active), (prefers-contrast: more)');

/** The theme classes that VS Code gives a page, as in `scripts/dev/page/themes.json`. */
function themeClasses(): readonly string[] {
  if (!isContrast.matches) return [isDark.matches ? 'vscode-dark' : 'vscode-light'];
  return isDark.matches ? ['vscode-high-contrast'] : ['vscode-high-contrast-light', 'vscode-high-contrast'];
}

function applyTheme(): void {
  document.body.className = themeClasses().join(' ');
}

applyTheme();
for (const preference of [isDark, isContrast]) preference.addEventListener('change', applyTheme);

/** The page's state, which lasts as long as the report is open. */
let state: unknown = { tab: document.body.dataset.tab };

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    // The report's origin is not known: a file has none. The frame is sandboxed, and only the report holds it.
    postMessage: (message: unknown) => parent.postMessage(message, '*'),
    getState: () => state,
    setState: (next: unknown) => {
      state = next;
    },
  }),
});
