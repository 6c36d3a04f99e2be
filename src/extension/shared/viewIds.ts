/** Ids of the webview panels and custom editors that package.json contributes. */
export const viewIds = {
  /** Panel of the debugger without a document. */
  debuggerPanel: 'convt.debugger',
  /** Custom editor of `*.convt.json`. */
  scenarioEditor: 'convt.scenario',
  /** Custom editor of tensor files. */
  tensorFileEditor: 'convt.tensorFile',
  /** Panel that compares two tensors. */
  comparePanel: 'convt.compare',
} as const;
