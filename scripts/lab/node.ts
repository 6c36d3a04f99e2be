/**
 * The Node that runs the lab. The bootstrap has started this process on Node 24, which the VS Code
 * server and every child of the lab want as well.
 */
export const node = process.execPath;
