/**
 * The executable of Node 24, on which bootstrap.mjs started this process. Child processes and the VS Code server run on
 * it as well.
 */
export const node = process.execPath;
