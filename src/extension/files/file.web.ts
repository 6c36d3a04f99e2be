/** The web worker host has no Node: every file is read through VS Code's file systems. */
export { openWhole as openFile } from './wholeFile.ts';
