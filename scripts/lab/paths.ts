import { join, resolve } from 'node:path';

/** The repository's folder, which is also that of the extension under development. */
export const root = resolve(import.meta.dirname, '../..');

/** The folder for downloads and temporary files of the scripts. Git ignores it, and it can be deleted. */
export const cache = join(root, '.vscode-test');

/** The folder into which test runs write screenshots and reports. */
export const output = join(root, 'test', 'output');
