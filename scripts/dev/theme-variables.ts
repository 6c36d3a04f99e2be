import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lab/paths.ts';

/** The custom properties of VS Code whose names do not begin with `--vscode-`. */
const unprefixed = ['--text-link-decoration', '--monaco-monospace-font'];

/** Returns the sorted names of VS Code's custom properties that occur in some CSS or TypeScript. */
export function variablesIn(text: string): readonly string[] {
  const prefixed = text.match(/--vscode-[a-zA-Z0-9-]+/g) ?? [];
  const others = unprefixed.filter((name) => text.includes(name));
  return [...new Set([...prefixed, ...others])].sort();
}

/** Returns the names of VS Code's custom properties that occur in any source of the page. */
export function variablesOfThePage(): readonly string[] {
  const files = globSync('webview/**/*.{css,ts,tsx}', { cwd: root });
  return variablesIn(files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n'));
}
