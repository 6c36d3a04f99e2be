/** The web worker host has no Node, so every file is read through VS Code's file systems. */
export { openWholeFile as openFile } from './openWholeFile.ts';
