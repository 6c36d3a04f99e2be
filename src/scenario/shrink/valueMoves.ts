import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { outputsOfInputIndex, outputsOfTap } from '../../engine/provenance/axisProvenance.ts';
import { type Tensor, tensorOf } from '../../engine/core/tensor.ts';
import { formatShort } from '../text/format.ts';
import type { ShrinkCandidate, ShrinkMove } from './shrinkCandidate.ts';
import { everFinerParts, indicesFrom } from './subsets.ts';

type Name = 'input' | 'weight' | 'bias';

/** Replaces the values of a tensor at these positions. */
function withValue(call: Call, name: Name, tensor: Tensor, places: readonly number[], value: number): ShrinkCandidate {
  const next = tensorOf(tensor.dtype, tensor.shape, tensor.data);
  for (const place of places) next.data[place] = value;
  const texts = { from: valuesText(tensor), to: valuesText(next) };
  return { what: `${name} values`, ...texts, call: { ...call, [name]: next } };
}

/** Sets all values that contribute to no output to 0. */
function idle(name: 'input' | 'weight'): ShrinkMove {
  return function* (call) {
    const tensor = call[name];
    const places = unread(call, name).filter((at) => notZero(tensor, at));
    if (places.length === 0) return;
    yield { ...withValue(call, name, tensor, places, 0), known: (actual) => actual };
  };
}

/** Makes values simpler: all values of a tensor, parts of them, then single ones. */
function simpler(name: Name): ShrinkMove {
  return function* (call) {
    const tensor = call[name];
    if (tensor === null) return;
    const candidate = (places: readonly number[], value: number): ShrinkCandidate =>
      withValue(call, name, tensor, places, value);
    for (const value of [0, 1]) {
      const left = indicesFrom(0, tensor.data.length).filter((at) => rank(tensor.data[at] as number) > rank(value));
      for (const parts of everFinerParts(left.length, 1)) {
        for (const part of parts)
          yield candidate(
            part.map((at) => left[at] as number),
            value,
          );
      }
    }
    for (const [at, value] of tensor.data.entries()) {
      for (const next of smallIntegers) if (rank(next) < rank(value)) yield candidate([at], next);
    }
  };
}

const notZero = ({ data }: Tensor, at: number): boolean => !Object.is(data[at], 0);

/** Values to try after 0 and 1, the simplest first. */
const smallIntegers = [-1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 9, -9];

/** Returns how simple a value is; 0 is the simplest. */
function rank(value: number): number {
  if (Object.is(value, 0)) return 0;
  if (value === 1) return 1;
  const place = smallIntegers.indexOf(value);
  return place < 0 ? smallIntegers.length + 2 : place + 2;
}

/** Returns the row-major positions of the elements all of whose products are cropped. */
function unread(call: Call, name: 'input' | 'weight'): readonly number[] {
  const accepted = validateCall(shapeOf(call));
  if (!accepted.ok) return [];
  const { h, w } = accepted.value;
  const outputs = name === 'input' ? outputsOfInputIndex : outputsOfTap;
  const [height = 1, width = 1] = call[name].shape.slice(-2);
  const down = indicesFrom(0, height).map((i) => outputs(h, i).count > 0);
  const across = indicesFrom(0, width).map((i) => outputs(w, i).count > 0);
  return indicesFrom(0, call[name].data.length).filter(
    (at) => !(down[Math.floor(at / width) % height] === true && across[at % width] === true),
  );
}

/** Writes the values if they are few, otherwise how many are not 0. */
function valuesText({ data }: Tensor): string {
  if (data.length <= 8) return Array.from(data, (value) => formatShort(value, 5)).join(', ');
  const left = data.filter((value) => value !== 0);
  return `${String(left.length)} of ${String(data.length)} not 0`;
}

/** Sets unused values to 0. If only one output is known, no other change of values has a known output. */
export const idleValues: readonly ShrinkMove[] = [idle('input'), idle('weight')];

/** Moves values towards 0, 1 and small integers. */
export const simplerValues: readonly ShrinkMove[] = [
  ...idleValues,
  simpler('input'),
  simpler('weight'),
  simpler('bias'),
];
