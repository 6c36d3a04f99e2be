import { ours } from './ours/ours.ts';
import { type Check, measure, paces } from './rounds.ts';
import { exponentOf, spreadOf } from './statistics.ts';
import { flopsOf, type Sizes, type Workload, workloadOf } from './workloads.ts';

/** The growth of one contender's time along one dimension. */
export interface Growth {
  readonly dimension: string;
  readonly id: string;
  readonly points: readonly {
    readonly size: number;
    readonly flops: number;
    readonly ms: number;
  }[];
  /** The slope of log time over log FLOPs: 1 if time is linear, less if a fixed cost dominates small calls. */
  readonly exponent: number;
}

const factors = [1, 2, 4, 8];
const base = { cin: 16, size: [24, 24], cout: 16, kernel: [4, 4] } as const;
const params = { stride: 2, padding: 1 } as const;

const dimensions: Readonly<Record<string, (by: number) => Sizes & { readonly swept: number }>> = {
  N: (by) => ({ ...base, params, n: by, swept: by }),
  Cin: (by) => ({ ...base, params, cin: 16 * by, swept: 16 * by }),
  Cout: (by) => ({ ...base, params, cout: 16 * by, swept: 16 * by }),
  H: (by) => ({ ...base, params, size: [24 * by, 24], swept: 24 * by }),
  W: (by) => ({ ...base, params, size: [24, 24 * by], swept: 24 * by }),
  kH: (by) => ({ ...base, params, kernel: [4 * by, 4], swept: 4 * by }),
  kW: (by) => ({ ...base, params, kernel: [4, 4 * by], swept: 4 * by }),
  groups: (by) => ({ ...base, params, cin: 16 * by, cout: 16 * by, groups: by, swept: by }),
};

/** Measures `auto` and the whole verdict in this process, with each dimension 1, 2, 4 and 8 times as large (quick: 1 and 4). */
export async function sweep(quick: boolean, check: Check): Promise<readonly Growth[]> {
  const contenders = ours(true).filter(({ id }) => id === 'auto' || id === 'verdict');
  const full = { rounds: 7, sample: 20, warmUp: 200, budget: 2000, patience: Infinity };
  const pace = quick ? { ...paces.quick, rounds: 3, warmUp: 50, budget: 150 } : full;
  const growths: Growth[] = [];
  const chosen = quick ? [1, 4] : factors;
  for (const [dimension, sizesOf] of Object.entries(dimensions)) {
    const points = new Map(contenders.map(({ id }) => [id, [] as Growth['points'][number][]]));
    for (const by of chosen) {
      const sizes = sizesOf(by);
      const workload: Workload = workloadOf(`${dimension}×${by}`, sizes);
      const { outcomes } = await measure(workload, contenders, pace, check, new Map());
      for (const outcome of outcomes) {
        if (!outcome.ok) throw new Error(`${workload.title}: ${outcome.reason}`);
        const ms = spreadOf(outcome.samples).median;
        points.get(outcome.id)?.push({ size: sizes.swept, flops: flopsOf(workload), ms });
      }
    }
    for (const [id, list] of points) {
      const exponent = exponentOf(list.map(({ flops, ms }) => [flops, ms]));
      growths.push({ dimension, id, points: list, exponent });
    }
  }
  return growths;
}
