import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lab/paths.ts';

/** The custom properties that VS Code sets beside those that begin with `--vscode-`. */
const unprefixed = ['--text-link-decoration', '--monaco-monospace-font'];

/** Returns the custom properties of VS Code that a text of CSS or TypeScript names, sorted. */
export function variablesIn(text: string): readonly string[] {
  const prefixed = text.match(/--vscode-[a-zA-Z0-9-]+/g) ?? [];
  const others = unprefixed.filter((name) => text.includes(name));
  return [...new Set([...prefixed, ...others])].sort();
}

/** Returns the custom properties of VS Code that the product's page names anywhere. */
export function variablesOfThePage(): readonly string[] {
  const files = globSync('webview/**/*.{css,ts,tsx}', { cwd: root });
  return variablesIn(files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n'));
}
