import { join, resolve } from 'node:path';

/** The repository's folder, which is also the folder of the extension under development. */
export const root = resolve(import.meta.dirname, '../..');

/** The folder of the lab's downloads and temporary files. It is git-ignored and can be deleted. */
export const cache = join(root, '.vscode-test');

/** The folder of screenshots and reports that test runs write. */
export const output = join(root, 'test', 'output');
