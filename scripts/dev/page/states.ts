/** A named state of a page, and the query and files with which the page gets into this state. */
export interface State {
  readonly id: string;
  readonly title: string;
  /** The value of `data-state` that the root element finally has. */
  readonly reached: 'empty' | 'computing' | 'done' | 'refused' | 'failed';
  /** Query parameters of the state. If the page's address has one of them too, the address wins. */
  readonly query: Readonly<Record<string, string>>;
  /** The text of the scenario document to open. If omitted, the query says what to open. */
  readonly scenario?: string;
  /** Float32 tensors in the folder of the document, by file name. */
  readonly tensors?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
  >;
}

/** A small call, for states in which the values do not matter. */
const small = {
  version: 1,
  name: 'small',
  input: { fill: 'randn', shape: [1, 2, 6, 6] },
  weight: { fill: 'randn', shape: [2, 3, 3, 3] },
  stride: [2, 2],
  seed: 3,
};

const text = (scenario: object): string => `${JSON.stringify(scenario, null, 2)}\n`;
const fixtures = 'test/fixtures';

const shellStates: readonly State[] = [
  { id: 'empty', title: 'Empty: no scenario yet', reached: 'empty', query: {}, scenario: '' },
  {
    id: 'computing',
    title: 'Computing: a file never arrives',
    reached: 'computing',
    query: { scenario: `${fixtures}/extension/files.convt.json`, hold: 'x.npy' },
  },
  {
    id: 'refused',
    title: 'Refused: a field error',
    reached: 'refused',
    query: {},
    scenario: text({ ...small, name: 'refused', padding: [9, 1] }),
  },
  {
    id: 'refused-text',
    title: 'Refused: a text that is no scenario',
    reached: 'refused',
    query: {},
    scenario: '{ "version": 1, "input": ',
  },
  {
    id: 'refused-file',
    title: 'Refused: a file that is not there',
    reached: 'refused',
    query: {},
    scenario: text({ ...small, name: 'refused-file', input: { file: 'missing.npy' } }),
  },
  {
    id: 'refused-memory',
    title: 'Refused: more than the memory cap',
    reached: 'refused',
    query: { memoryCap: '1' },
    scenario: text({ ...small, name: 'refused-memory', input: { fill: 'ones', shape: [1, 2, 600, 600] } }),
  },
  {
    id: 'failed',
    title: 'Failed: a worker error',
    reached: 'failed',
    // No machine can allocate so many elements; the memory cap is so high that the engine tries.
    query: { memoryCap: '1000000000000' },
    scenario: text({ ...small, name: 'failed', input: { fill: 'ones', shape: [1, 2, 100_000, 100_000] } }),
  },
  {
    id: 'read-only',
    title: 'A read-only document',
    reached: 'done',
    query: { readonly: 'read-only.convt.json' },
    scenario: text({ ...small, name: 'read-only' }),
  },
  {
    id: 'non-finite',
    title: 'Non-finite: NaN and infinities',
    reached: 'done',
    query: { scenario: `${fixtures}/extension/non-finite.convt.json` },
  },
  {
    id: 'huge',
    title: 'Huge: an unfolded matrix of 9 million cells',
    reached: 'done',
    query: {},
    scenario: text({
      ...small,
      name: 'huge',
      input: { fill: 'smooth', shape: [1, 64, 48, 48] },
      weight: { fill: 'randn', shape: [64, 32, 4, 4] },
      padding: [1, 1],
    }),
  },
];

const tabStates: readonly State[] = [
  {
    id: 'line',
    title: 'A 1-D layer, drawn as height 1',
    reached: 'done',
    query: {},
    scenario: text({ ...small, name: 'line', input: { file: 'x.npy' }, weight: { file: 'w.npy' }, stride: 2 }),
    tensors: {
      'x.npy': { shape: [1, 2, 5], values: [1, 2, 3, 4, 5, -1, 0, 2, 1, -2] },
      'w.npy': { shape: [2, 1, 3], values: [1, -1, 2, 0.5, 1, -0.5] },
    },
  },
  { id: 'tab-pipeline', title: 'Pipeline', reached: 'done', query: { preset: 'strided', tab: 'pipeline' } },
  { id: 'tab-code', title: 'Code', reached: 'done', query: { preset: 'strided', tab: 'code' } },
  {
    id: 'code-frameworks',
    title: 'Code: the call in other frameworks',
    reached: 'done',
    query: { preset: 'strided', tab: 'code', program: 'frameworks' },
  },
  {
    id: 'tab-diagnose',
    title: 'Diagnose: nothing to check',
    reached: 'done',
    query: { preset: 'strided', tab: 'diagnose' },
  },
  {
    id: 'diagnose-probe',
    title: 'Diagnose: a probe that found other terms',
    reached: 'done',
    query: { preset: 'strided', tab: 'diagnose', probe: `${fixtures}/probe/groups-interleaved.probe.json` },
  },
  {
    id: 'diagnose-probe-right',
    title: 'Diagnose: a probe that found nothing wrong',
    reached: 'done',
    query: { preset: 'strided', tab: 'diagnose', probe: `${fixtures}/probe/right.probe.json` },
  },
  {
    id: 'diagnose-mistake',
    title: 'Diagnose: an output that is wrong',
    reached: 'done',
    query: { tab: 'diagnose' },
    scenario: text({
      version: 1,
      name: 'diagnose-mistake',
      input: {
        values: [
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        ],
      },
      weight: {
        values: [
          [
            [
              [1, 2],
              [3, 5],
            ],
          ],
        ],
      },
      actual: { file: 'y.npy' },
    }),
    // The call's output with a kernel that was rotated by 180°, computed by hand.
    tensors: { 'y.npy': { shape: [1, 1, 3, 3], values: [5, 13, 6, 17, 34, 14, 6, 11, 4] } },
  },
  {
    id: 'diagnose-non-finite',
    title: 'Diagnose: where NaN come from',
    reached: 'done',
    query: { preset: 'infinite-weight', tab: 'diagnose' },
  },
  { id: 'tab-overlap', title: 'Overlap', reached: 'done', query: { preset: 'checkerboard', tab: 'overlap' } },
];

const file = (path: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  return { view: 'file', file: `${fixtures}/${path}`, ...more };
};

const fileStates: readonly State[] = [
  { id: 'file-npy', title: 'One tensor: .npy', reached: 'done', query: file('cli-files/x.npy') },
  { id: 'file-npz', title: 'Several: .npz', reached: 'done', query: file('cli-files/tensors.npz') },
  {
    id: 'file-npz-selected',
    title: 'One of several: .npz',
    reached: 'done',
    query: file('cli-files/tensors.npz', { key: 'w' }),
  },
  { id: 'file-pt', title: 'A state_dict: .pt', reached: 'done', query: file('cli-files/model.pt') },
  { id: 'file-safetensors', title: '.safetensors', reached: 'done', query: file('cli-files/model.safetensors') },
  { id: 'file-onnx', title: 'A model with layers: .onnx', reached: 'done', query: file('onnx/layers.onnx') },
  {
    id: 'file-onnx-folded',
    title: 'A model whose weights stand behind other nodes: .onnx',
    reached: 'done',
    query: file('onnx/folded.onnx'),
  },
  { id: 'file-left-out', title: 'Tensors that cannot be read', reached: 'done', query: file('onnx/left-out.onnx') },
  { id: 'file-refused', title: 'Refused: a file that is no tensor file', reached: 'refused', query: file('cli.py') },
];

const compare = (a: string, b: string): Readonly<Record<string, string>> => {
  return { view: 'compare', a: `${fixtures}/${a}`, b: `${fixtures}/${b}` };
};

const compareStates: readonly State[] = [
  { id: 'compare-equal', title: 'Equal tensors', reached: 'done', query: compare('cli/y.npy', 'cli/y.npy') },
  {
    id: 'compare-differing',
    title: 'Tensors that differ',
    reached: 'done',
    query: compare('cli/near.npy', 'cli/far.npy'),
  },
  { id: 'compare-shapes', title: 'Tensors of two shapes', reached: 'done', query: compare('cli/x.npy', 'cli/y.npy') },
  {
    id: 'compare-files',
    title: 'Two checkpoints',
    reached: 'done',
    query: compare('differences/step-before.pt', 'differences/step-after.pt'),
  },
  {
    id: 'compare-files-equal',
    title: 'Two equal checkpoints',
    reached: 'done',
    query: compare('differences/same-before.pt', 'differences/same-after.pt'),
  },
  {
    id: 'compare-refused',
    title: 'Refused: a file that is no tensor file',
    reached: 'refused',
    query: compare('cli/x.npy', 'cli.py'),
  },
];

export interface StateGroup {
  readonly title: string;
  readonly states: readonly State[];
}

/** Returns the named states in groups, as the gallery shows them. Each preset is a state as well. */
export function stateGroups(
  presets: readonly { readonly id: string; readonly title: string }[],
): readonly StateGroup[] {
  const presetStates = presets.map(({ id, title }): State => {
    return { id: `preset-${id}`, title, reached: 'done', query: { preset: id } };
  });
  return [
    { title: 'The debugger', states: shellStates },
    { title: 'Its tabs', states: tabStates },
    { title: 'The presets', states: presetStates },
    { title: 'Tensor files', states: fileStates },
    { title: 'Comparisons', states: compareStates },
  ];
}
