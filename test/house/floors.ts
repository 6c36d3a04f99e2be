/** One floor: folders (or files of the room's own folder) that import only from floors below and from themselves. */
export type Floor = readonly string[];

/** A room: its outer floor, the packages it may import, and its inner floors from the ground up. */
export interface Room {
  readonly floor: number;
  /** Packages that any file of the room may import; everything else is refused. */
  readonly packages: RegExp;
  /** First-level folders by floor; a file in the room's own folder stands under its file name. Folders of one floor do not import each other. */
  readonly inner: readonly Floor[];
}

/** The house, room by room. A new folder is named here before anything can import it. */
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
      ['orders', 'diagnose'],
    ],
  },
  'src/formats': {
    floor: 2,
    packages: /^(@zip\.js\/zip\.js(\/.*)?|pbf)$/,
    inner: [
      ['platform.d.ts', 'common', 'pickle'],
      ['zip', 'onnx', 'safetensors'],
      ['npy', 'pytorch'],
      ['openZip.ts'],
      ['openTensorFile.ts'],
      ['readTensorAsNpy.ts'],
    ],
  },
  'src/scenario': {
    floor: 3,
    packages: /^@noble\/hashes\//,
    inner: [['text'], ['document'], ['paste', 'run', 'presets', 'code'], ['report', 'breaking'], ['shrink']],
  },
  'src/protocol': { floor: 4, packages: /^$/, inner: [] },
  'src/cli': {
    floor: 4,
    packages: /^node:/,
    inner: [['arguments'], ['text', 'files'], ['inputs'], ['commands'], ['convt.ts'], ['main.ts']],
  },
  'src/extension': {
    floor: 5,
    packages: /^(vscode|jsonc-parser)$/,
    inner: [
      ['shared'],
      ['files'],
      ['page', 'document'],
      ['debugger'],
      ['api', 'tensorFile', 'compare'],
      ['commands.ts'],
      ['main.ts'],
    ],
  },
  webview: {
    floor: 5,
    packages: /^(preact|preact\/.*|@preact\/signals|@vscode\/codicons\/.*|virtual:worker)$/,
    inner: [
      ['ui', 'colour', 'worker', 'modules.d.ts'],
      ['bridge', 'workers'],
      ['store'],
      ['viewer', 'statistics', 'fields', 'solver'],
      ['form', 'debugBar', 'pipeline', 'code', 'diagnose', 'overlap', 'tensors', 'compare'],
      ['app'],
      ['main.tsx'],
    ],
  },
};

/** Single files that may import a package which their room may not. */
export const exceptions: Readonly<Record<string, string>> = {
  // The Node half of a platform difference.
  'src/extension/files/openFile.ts': 'node:fs/promises',
  // The host and `convt` parse documents with comments; the page never imports this file.
  'src/scenario/document/parseDocument.ts': 'jsonc-parser',
};
