import type { Call, Pair, Params } from '../../engine/core/call.ts';
import { defaultParams } from '../../engine/core/call.ts';
import type { ShrinkCandidate, ShrinkMove } from './shrinkCandidate.ts';

type PairName = 'stride' | 'padding' | 'outputPadding' | 'dilation';

const titles: Readonly<Record<PairName, string>> = {
  stride: 'stride',
  padding: 'padding',
  outputPadding: 'output_padding',
  dilation: 'dilation',
};

/**
 * Moves a parameter towards its default: both axes at once, or one axis to the default or as close to it as still
 * fails.
 */
function nearer(name: PairName): ShrinkMove {
  return function* (call) {
    const [height, width] = call.params[name];
    const [least] = defaultParams[name];
    const pairs: Pair[] = [
      [least, least],
      ...towards(least, height).map((value): Pair => [value, width]),
      ...towards(least, width).map((value): Pair => [height, value]),
    ];
    for (const pair of pairs) {
      if (pair[0] === height && pair[1] === width) continue;
      yield changed(call, titles[name], { ...call.params, [name]: pair }, name, pair);
    }
  };
}

function changed(call: Call, what: string, params: Params, name: PairName, pair: Pair): ShrinkCandidate {
  const candidate = {
    what,
    from: pairText(call.params[name]),
    to: pairText(pair),
    call: { ...call, params },
  };
  return hasNoEffect(call, name, pair) ? { ...candidate, known: (actual) => actual } : candidate;
}

/**
 * Returns true if a parameter has no effect where it changes: the stride of an axis of one element, or the dilation of
 * one tap.
 */
function hasNoEffect({ params, input, weight }: Call, name: PairName, pair: Pair): boolean {
  const shape = name === 'stride' ? input.shape : name === 'dilation' ? weight.shape : null;
  return (
    shape !== null && ([0, 1] as const).every((axis) => pair[axis] === params[name][axis] || shape.at(axis - 2) === 1)
  );
}

/** Returns `least` and some values between it and `value`, at growing distances, and finally `value` − 1. */
function towards(least: number, value: number): readonly number[] {
  const near = [0, 1, 2, 3, 4, 6, 8].map((away) => least + away);
  const all = [...near, least + Math.floor((value - least) / 2), value - 1];
  return [...new Set(all)].filter((each) => each >= least && each < value).sort((a, b) => a - b);
}

/** Removes an asymmetric padding, or makes the one at the end smaller. */
const sameEnd: ShrinkMove = function* (call) {
  const { paddingEnd, ...params } = call.params;
  if (paddingEnd === undefined) return;
  const { padding } = params;
  const same = paddingEnd[0] === padding[0] && paddingEnd[1] === padding[1];
  const base = { what: 'padding_end', from: pairText(paddingEnd) };
  yield {
    ...base,
    to: 'the same as padding',
    call: { ...call, params },
    ...(same ? { known: (actual) => actual } : {}),
  };
  const pairs: Pair[] = [
    [0, 0],
    ...towards(0, paddingEnd[0]).map((value): Pair => [value, paddingEnd[1]]),
    ...towards(0, paddingEnd[1]).map((value): Pair => [paddingEnd[0], value]),
  ];
  for (const pair of pairs) {
    if (pair[0] === paddingEnd[0] && pair[1] === paddingEnd[1]) continue;
    const next = { ...call, params: { ...params, paddingEnd: pair } };
    yield { ...base, to: pairText(pair), call: next };
  }
};

/** Removes the bias. */
const noBias: ShrinkMove = function* (call) {
  if (call.bias === null) return;
  const nothing = call.bias.data.every((value) => value === 0);
  yield {
    what: 'bias',
    from: call.bias.data.length === 1 ? '1 value' : `${String(call.bias.data.length)} values`,
    to: 'none',
    call: { ...call, bias: null },
    ...(nothing ? { known: (actual) => actual } : {}),
  };
};

/** Moves parameters towards the defaults of PyTorch, then removes the bias. */
export const simplerParameters: readonly ShrinkMove[] = [
  nearer('stride'),
  nearer('padding'),
  nearer('outputPadding'),
  nearer('dilation'),
  sameEnd,
  noBias,
];

/** Writes a pair: "(2, 1)". */
function pairText([height, width]: Pair): string {
  return `(${String(height)}, ${String(width)})`;
}
