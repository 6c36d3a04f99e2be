import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node } from '../../scripts/lab/node.ts';
import { root } from '../../scripts/lab/paths.ts';
import { withFileSources } from '../../src/cli/files/fileSources.ts';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { openTensorFile } from '../../src/formats/openTensorFile.ts';
import { matching } from '../../webview/tensors/matching.ts';
import { treeRows } from '../../webview/tensors/tensorTree.ts';
import { archiveOf } from '../formats/zip/archive.ts';
import { checkpointOf } from '../formats/pytorch/checkpoint.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** How long something with a file of many tensors takes. */
export interface FileTimes {
  readonly name: string;
  readonly spread: Spread;
}

/** A key as large models have them. */
const keyOf = (i: number): string => `layer${Math.floor(i / 100)}.block${i % 100}.weight`;

/** Times files of many small tensors: `convt export` as a process, opening, and the filter of the viewer's list. */
export async function fileTimes(quick: boolean): Promise<readonly FileTimes[]> {
  const folder = mkdtempSync(join(tmpdir(), 'convt-bench-'));
  const rounds = quick ? 3 : 9;
  try {
    const npy = writeNpy(tensorOf('float32', [2, 2], [1, 2, 3, 4]));
    const archive = (count: number) =>
      archiveOf(Array.from({ length: count }, (_, i) => ({ path: `${keyOf(i)}.npy`, data: npy })));
    const files = {
      'm15k.npz': archive(15_000),
      'm100k.npz': archive(100_000),
      'm100k.pt': checkpointOf(Array.from({ length: 100_000 }, (_, i) => keyOf(i))),
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return [
      await timed('convt export of one array of 15,000 in a .npz, a process', rounds, () =>
        exportOne(folder, 'm15k.npz'),
      ),
      await timed('convt export of one array of 100,000 in a .npz, a process', rounds, () =>
        exportOne(folder, 'm100k.npz'),
      ),
      await timed('convt export of one tensor of 100,000 in a .pt, a process', rounds, () =>
        exportOne(folder, 'm100k.pt'),
      ),
      await timed('opening a .npz of 100,000 arrays with all of their headers', rounds, () =>
        open(folder, 'm100k.npz'),
      ),
      await timed('opening a .pt of 100,000 tensors', rounds, () => open(folder, 'm100k.pt')),
      await filtering(20_000, rounds),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function timed(name: string, rounds: number, run: () => Promise<void> | void): Promise<FileTimes> {
  const samples: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await run();
    samples.push(performance.now() - start);
  }
  return { name, spread: spreadOf(samples) };
}

/** @throws if convt fails */
function exportOne(folder: string, file: string): void {
  const args = ['export', `${join(folder, file)}#${keyOf(4321)}`, '--out', join(folder, 'out.npy')];
  const { status, stderr } = spawnSync(node, [join(root, 'dist/convt.js'), ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** @throws if the file is refused */
async function open(folder: string, file: string): Promise<void> {
  const path = join(folder, file);
  const opened = await withFileSources(2 ** 30, async (sources) => {
    const source = await sources.open(path);
    return source.ok ? await openTensorFile(source.value, sources.beside(path)) : source;
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
}

/** Times what the page does for each letter that is typed into the filter of a list of `count` tensors. */
async function filtering(count: number, rounds: number): Promise<FileTimes> {
  const entries = Array.from({ length: count }, (_, i) => ({
    key: keyOf(i),
    element: 'float32' as const,
    shape: [4, 4],
  }));
  const texts = ['l', 'la', 'layer1', 'layer12', 'layer12 b', 'block7 4x4', 'zzz'];
  const samples: number[] = [];
  for (let i = 0; i < rounds; i++) {
    for (const text of texts) {
      const { spread } = await timed('', 1, () => void treeRows(matching(entries, text), new Set(), true));
      samples.push(spread.median);
    }
  }
  return {
    name: `a letter in the filter of ${count.toLocaleString('en')} tensors → the rows of the tree`,
    spread: spreadOf(samples),
  };
}
