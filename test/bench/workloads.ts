import type { CallShape, Pair } from '../../src/engine/core/call.ts';
import { defaultParams, type Params } from '../../src/engine/core/call.ts';

/** A call to be timed. */
export interface Workload {
  readonly id: string;
  /** The name in tables, such as `128×16×16→64 k4 s2 p1`. */
  readonly title: string;
  readonly shape: CallShape;
}

/** The sizes and parameters of a call. One number stands for both axes. */
export interface Sizes {
  readonly n?: number;
  readonly cin: number;
  readonly size: number | Pair;
  readonly cout: number;
  readonly kernel: number | Pair;
  readonly params?: Partial<Record<keyof Omit<Params, 'groups'>, number>>;
  readonly groups?: number;
}

const both = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

/** Returns the call with these sizes, without a bias. */
export function workloadOf(id: string, sizes: Sizes): Workload {
  const { n = 1, cin, cout, groups = 1, params = {} } = sizes;
  const [h, w] = both(sizes.size);
  const [kH, kW] = both(sizes.kernel);
  const pair = (name: 'stride' | 'padding' | 'outputPadding' | 'dilation'): Pair =>
    params[name] === undefined ? defaultParams[name] : both(params[name]);
  const short = { stride: 's', padding: 'p', outputPadding: 'op', dilation: 'd' } as const;
  const named = Object.entries(params).map(([name, value]) => `${short[name as keyof typeof short]}${value}`);
  const kernel = kH === kW ? `k${kH}` : `k${kH}×${kW}`;
  const grouped = groups === 1 ? [] : [`groups ${groups}`];
  const title = [`${n === 1 ? '' : `${n}×`}${cin}×${h}×${w}→${cout}`, ...grouped, kernel, ...named];
  return {
    id,
    title: title.join(' '),
    shape: {
      input: [n, cin, h, w],
      weight: [cin, cout / groups, kH, kW],
      bias: null,
      params: {
        stride: pair('stride'),
        padding: pair('padding'),
        outputPadding: pair('outputPadding'),
        dilation: pair('dilation'),
        groups,
      },
    },
  };
}

const k4s2p1 = { kernel: 4, params: { stride: 2, padding: 1 } } as const;

/** The PyTorch forum example and layers of well-known networks: DCGAN, U-Net, FSRCNN, FCN, a depthwise and a dilated layer. */
export const workloads: readonly Workload[] = [
  workloadOf('W1', { cin: 50, size: 28, cout: 30, kernel: 3 }),
  workloadOf('W2', { cin: 512, size: 4, cout: 256, ...k4s2p1 }),
  workloadOf('W3', { cin: 128, size: 16, cout: 64, ...k4s2p1 }),
  workloadOf('W4', { cin: 64, size: 32, cout: 3, ...k4s2p1 }),
  workloadOf('W5', { cin: 128, size: 64, cout: 64, kernel: 2, params: { stride: 2 } }),
  workloadOf('W6', {
    cin: 56,
    size: 64,
    cout: 1,
    kernel: 9,
    params: { stride: 3, padding: 4, outputPadding: 2 },
  }),
  workloadOf('W7', {
    cin: 21,
    size: 34,
    cout: 21,
    kernel: 16,
    params: { stride: 8, padding: 4 },
  }),
  workloadOf('W8', { cin: 64, size: 56, cout: 64, groups: 64, ...k4s2p1 }),
  workloadOf('W9', { cin: 256, size: 64, cout: 128, ...k4s2p1 }),
  workloadOf('W10', {
    cin: 32,
    size: 48,
    cout: 32,
    kernel: 3,
    params: { padding: 2, dilation: 2 },
  }),
];

/** Returns the nominal floating-point operations, 2·N·Cin·Cout/groups·kH·kW·H·W, with the taps that fall outside. */
export function flopsOf({ shape }: Workload): number {
  const elements = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  const [, coutPerGroup = 1, kH = 1, kW = 1] = shape.weight;
  return 2 * elements(shape.input) * coutPerGroup * kH * kW;
}
