/**
 * The executable of Node 24, on which bootstrap.mjs started this process. The VS Code server and every child process of
 * the lab run on it, too.
 */
export const node = process.execPath;
