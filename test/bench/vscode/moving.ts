import { openScenario } from '../../../scripts/lab/open.ts';
import type { Workbench } from '../../../scripts/lab/workbench.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { type Move, recordMoves } from './recordMoves.ts';

/** The frames while a large matrix is moved: milliseconds, one sample for each frame. */
export interface Frames {
  readonly name: string;
  /** The time from one animation frame to the next: 16.7 at 60 frames per second. */
  readonly interval: Spread;
  /** The time that the main thread paints all panes within a frame. */
  readonly paint: Spread;
}

/** A call whose U is 4096 × 16384: 67 million cells, which would take 268 MB in memory. */
const scenario = {
  version: 1,
  name: 'U of 4096 × 16384',
  dtype: 'float32',
  input: { fill: 'randn', shape: [1, 256, 64, 64] },
  weight: { fill: 'randn', shape: [256, 8, 4, 4] },
  stride: [2, 2],
  padding: [1, 1],
  seed: 0,
  formulation: 'unfold-matmul',
} as const;

const repeat = (count: number, move: Move): readonly Move[] => Array.from({ length: count }, () => move);
/** One notch of the wheel enlarges cells by e^(40/250) ≈ 1.17. */
const closer = repeat(44, { zoom: -40 });
const away = repeat(44, { zoom: 40 });
const sideways = (count: number): readonly Move[] => [
  ...repeat(count, { pan: [14, 3] }),
  ...repeat(count, { pan: [-14, -3] }),
];

/** Zooms and pans the unfolded matrix with one event in each frame. A quick run pans only where numbers are visible. */
export async function moving(workbench: Workbench, quick: boolean): Promise<readonly Frames[]> {
  const state = await openScenario(workbench, scenario, 'moving.convt.json');
  if (state !== 'done') throw new Error(`the large call is ${state}`);
  const frame = await workbench.frame();
  const record = async (name: string, moves: readonly Move[]): Promise<Frames> => {
    const { intervals, paints } = await frame.evaluate(recordMoves, moves);
    return { name, interval: spreadOf(intervals), paint: spreadOf(paints) };
  };
  const rest = (): Promise<void> => frame.page().waitForTimeout(1500);
  await rest();
  const parts: Frames[] = [await record('zooming from all of U to its numbers', closer)];
  await rest();
  parts.push(await record('panning U at its numbers', sideways(60)));
  if (quick) return parts;
  await rest();
  parts.push(await record('zooming back out', away));
  await rest();
  // Zoom in until a cell is about a third of a pixel.
  await frame.evaluate(recordMoves, closer.slice(0, 13));
  await rest();
  parts.push(await record('panning U zoomed out, several cells a pixel', sideways(60)));
  await record('back', away);
  return parts;
}
