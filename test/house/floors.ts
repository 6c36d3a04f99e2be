/**
 * A layer ("floor") of folders. A folder may import from lower floors and from itself, not from other folders of its
 * floor.
 */
export type Floor = readonly string[];

/**
 * The import rules of a package ("room"), such as src/engine: its own floor, the npm packages it may import, and the
 * floors of its folders, lowest first.
 */
export interface Room {
  readonly floor: number;
  /** The npm packages that any file of the room may import. All others are refused. */
  readonly packages: RegExp;
  /** The folders directly in the room, by floor. A file directly in the room is listed by its name. */
  readonly inner: readonly Floor[];
}

/**
 * The import rules of the whole project, room by room. A new folder must be listed here before anything can import it.
 */
export const rooms: Readonly<Record<string, Room>> = {
  'src/engine': {
    floor: 1,
    packages: /^$/,
    inner: [
      ['core'],
      ['geometry'],
      ['rounding', 'validation'],
      ['kernels', 'provenance'],
      ['operators', 'fills', 'trace'],
      ['reference', 'compare', 'stages'],
      ['formulations', 'views', 'areas', 'certificates'],
      ['precision', 'layer'],
      ['orders', 'diagnose', 'probe'],
      ['gradients'],
    ],
  },
  'src/colour': { floor: 2, packages: /^$/, inner: [] },
  'src/dialects': { floor: 2, packages: /^$/, inner: [] },
  'src/formats': {
    floor: 3,
    packages: /^(@zip\.js\/zip\.js(\/.*)?|fflate\/browser|pbf)$/,
    inner: [
      ['platform.d.ts', 'common'],
      ['pickle', 'zip', 'onnx', 'safetensors', 'recognise', 'composed', 'sharded'],
      ['npy'],
      ['pytorch'],
      ['distributed', 'openZip.ts', 'openRaw.ts', 'contentOfFolder.ts'],
      ['openTensorFile.ts'],
      ['readTensorAsNpy.ts', 'exportedNpy.ts'],
      ['differences'],
    ],
  },
  'src/python': {
    floor: 3,
    packages: /^@lezer\/(python|common|lr)$/,
    inner: [
      ['callSite.ts', 'mayHaveCalls.ts', 'syntax'],
      ['values'],
      ['layers'],
      ['evaluation'],
      ['movedSite.ts', 'sitePlaces.ts'],
      ['relevantIn.ts', 'sitesOf.ts'],
      ['findCalls.ts'],
      ['notebookSource.ts'],
    ],
  },
  'src/scenario': {
    floor: 4,
    packages: /^@noble\/hashes\//,
    inner: [['text'], ['document'], ['paste', 'run', 'presets', 'code'], ['report', 'breaking'], ['shrink']],
  },
  'src/review': { floor: 5, packages: /^$/, inner: [] },
  'src/report': {
    floor: 5,
    packages: /^(fflate\/browser|@noble\/hashes\/.*)$/,
    inner: [['platform.d.ts', 'text', 'bytes', 'picture'], ['facts', 'check', 'link'], ['write']],
  },
  'src/protocol': { floor: 5, packages: /^$/, inner: [] },
  'src/tools': {
    floor: 6,
    packages: /^$/,
    inner: [['shared'], ['explain', 'outputs', 'changes'], ['tools.ts']],
  },
  'src/cli': {
    floor: 7,
    packages: /^(node:|@modelcontextprotocol\/sdk\/)/,
    inner: [['arguments'], ['text', 'files'], ['inputs', 'programs'], ['mcp'], ['commands'], ['convt.ts'], ['main.ts']],
  },
  'src/extension': {
    floor: 8,
    packages: /^(vscode|jsonc-parser)$/,
    inner: [
      ['shared'],
      ['files', 'git'],
      ['page', 'document'],
      ['debugger', 'frameworks'],
      ['api', 'tensorFile', 'compare', 'code', 'testing', 'report', 'share', 'agents'],
      ['changes', 'engineTools.ts', 'fileTools.ts'],
      ['commands.ts'],
      ['main.ts'],
    ],
  },
  webview: {
    floor: 8,
    packages: /^(preact|preact\/.*|@preact\/signals|@vscode\/codicons\/.*|virtual:worker)$/,
    inner: [
      ['ui', 'colour', 'worker', 'report', 'modules.d.ts'],
      ['bridge', 'workers'],
      ['store'],
      ['viewer', 'statistics', 'fields', 'solver'],
      ['form', 'debugBar', 'pipeline', 'code', 'diagnose', 'overlap', 'tensors', 'compare'],
      ['app'],
      ['main.ts', 'tensorMain.ts'],
    ],
  },
};

/** Files that may import one package which their room may not, and that package. */
export const exceptions: Readonly<Record<string, string>> = {
  // The version for Node; its counterpart `.web.ts` is for browsers.
  'src/extension/files/openFile.ts': 'node:fs/promises',
  'src/extension/agents/mcpServer.ts': 'node:process',
  // The extension and `convt` parse documents with comments; the page never imports this file.
  'src/scenario/document/parseDocument.ts': 'jsonc-parser',
  'src/scenario/document/linesOfKeys.ts': 'jsonc-parser',
  // A notebook's cells and where they stand in the file.
  'src/review/changes/notebookCells.ts': 'jsonc-parser',
};
