/** Ids of the webview panels and custom editors that package.json contributes. */
export const viewIds = {
  /** Panel of the debugger without a document. */
  debuggerPanel: 'convt.debugger',
  /** Custom editor of `*.convt.json`. */
  scenarioEditor: 'convt.scenario',
  /** Custom editor of tensor files, which a click opens. */
  tensorFileEditor: 'convt.tensorFile',
  /** The same editor for extensions that other programs use as well (`.bin`, `.onnx`), offered by "Open With…". */
  tensorFileOption: 'convt.tensorFileOption',
  /** Panel that compares two tensor files, or two tensors. */
  comparePanel: 'convt.compare',
} as const;
