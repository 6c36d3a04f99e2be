import { join, resolve } from 'node:path';

/** The repository, which is also the extension under development. */
export const root = resolve(import.meta.dirname, '../..');

/** What the lab downloads, and its scratch folders: git-ignored, safe to delete. */
export const cache = join(root, '.vscode-test');

/** What test runs leave behind for people to look at: screenshots, reports. */
export const output = join(root, 'test', 'output');
