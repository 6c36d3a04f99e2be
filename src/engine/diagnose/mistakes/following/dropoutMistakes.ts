import { isSameShape } from '../../../core/tensor.ts';
import { fillMarker, type Hypothesis } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { nearby, shortNumber } from '../../model/shortNumber.ts';
import { matchTolerance } from '../looksLike.ts';
import { activations, type FollowingActivation } from './activations.ts';

// A dropout that was left in training mode: zeros at random, and the rest scaled up.

/** How far, in standard deviations, the number of zeros may be from that of its probability. */
const deviations = 5;

/** What a dropout leaves of the output. */
interface Dropped {
  readonly factor: number;
  readonly zeros: number;
  readonly channels: boolean;
}

/** Returns what a dropout after an activation, or after the call if that is null, has left; null if there was none. */
function droppedFrom(
  { actual: { data }, reference, geometry: { columns } }: DiagnosisTarget,
  before: FollowingActivation | null,
): Dropped | null {
  const right = (at: number): number => {
    const value = reference.data[at] as number;
    return before === null ? value : before.value(value);
  };
  let [largest, zeros, possible] = [-1, 0, 0];
  for (let at = 0; at < data.length; at++) {
    const size = Math.abs(right(at));
    if (size <= matchTolerance) continue;
    possible++;
    if (data[at] === 0) zeros++;
    else if (largest < 0 || size > Math.abs(right(largest))) largest = at;
  }
  if (zeros < 2 || largest < 0) return null;
  const found = (data[largest] as number) / right(largest);
  // 1/(1 − p)
  const probability = nearby(1 - 1 / found, 1e-3);
  const factor = 1 / (1 - probability);
  if (!(probability > 0.005 && probability < 1)) return null;
  for (let at = 0; at < data.length; at += Math.ceil(data.length / 256)) {
    const value = data[at] as number;
    if (value !== 0 && Math.abs(value - factor * right(at)) > 1e-2 * Math.abs(value) + matchTolerance) return null;
  }
  const channels = planesOnly(data, columns);
  // Elements of a channel are dropped together.
  const [draws, drawn] = channels ? [data.length / columns, zeros / columns] : [possible, zeros];
  const apart = Math.abs(drawn - probability * draws);
  const isLikely = apart <= deviations * Math.sqrt(draws * probability * (1 - probability)) + 1;
  return isLikely ? { factor, zeros, channels } : null;
}

/** Returns true if every plane of an output is either all zeros or has none. */
function planesOnly(data: ArrayLike<number>, columns: number): boolean {
  for (let first = 0; first < data.length; first += columns) {
    for (let at = first; at < first + columns; at++) if ((data[at] === 0) !== (data[first] === 0)) return false;
  }
  return true;
}

function* dropouts(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const { data } = actual;
  // Behind another activation, zeros say nothing of the factor.
  const [relu] = activations;
  for (const before of relu === undefined ? [null] : [null, relu]) {
    const dropped = droppedFrom(target, before);
    if (dropped === null) continue;
    const { factor, zeros, channels } = dropped;
    const probability = shortNumber(1 - 1 / factor);
    const detail = `${before === null ? '' : `${before.detail}; then `}${channels ? 'channels dropped' : 'elements dropped'} with p = ${probability}: ${zeros} zeros, the others times ${shortNumber(factor)}`;
    yield {
      detail,
      call,
      arranged: {
        shape: geometry.outputShape,
        source: (at) => (data[at] === 0 ? fillMarker.zero : at),
      },
      factor,
      ...(before === null ? {} : { following: ({ value, bound }) => ({ value: before.value(value), bound }) }),
      words: { what: 'dropout', yours: `p = ${probability}`, required: 'none' },
      // Every zero was taken from the output.
      fitted: channels ? 1 + data.length / geometry.columns : 1 + zeros,
      code: null,
    };
  }
}

export const dropoutMistakes: readonly Mistake[] = [
  {
    id: 'dropout-after',
    title: 'A dropout was active after the layer',
    means: 'zeros at random, the others times 1/(1 − p)',
    place: 'output',
    known: [],
    fix: 'Call eval() on the model before you compare: in training mode, dropout sets elements to 0 and scales the others.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: dropouts,
  },
];
