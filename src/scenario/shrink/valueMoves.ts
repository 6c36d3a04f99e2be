import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { outputsOfInputIndex, outputsOfTap } from '../../engine/provenance/axis.ts';
import { type Tensor, tensorOf } from '../../engine/core/tensor.ts';
import type { ShrinkCandidate, ShrinkMove } from './shrinkCandidate.ts';
import { everFinerParts, indicesFrom } from './subsets.ts';

type Name = 'input' | 'weight' | 'bias';

/** A tensor with another value at these places. */
function withValue(call: Call, name: Name, tensor: Tensor, places: readonly number[], value: number): ShrinkCandidate {
  const next = tensorOf(tensor.dtype, tensor.shape, tensor.data);
  for (const place of places) next.data[place] = value;
  const texts = { from: valuesText(tensor), to: valuesText(next) };
  return { what: `${name} values`, ...texts, call: { ...call, [name]: next } };
}

/** 0 for all that contributes to no output. */
function idle(name: 'input' | 'weight'): ShrinkMove {
  return function* (call) {
    const tensor = call[name];
    const places = unread(call, name).filter((at) => notZero(tensor, at));
    if (places.length === 0) return;
    yield { ...withValue(call, name, tensor, places, 0), known: (actual) => actual };
  };
}

/** Simpler values: of all of a tensor, of parts of it, of one element after the other. */
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

/** Beyond 0 and 1, from the simplest on. */
const smallIntegers = [-1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 9, -9];

/** How simple a value is; 0 is the simplest. */
function rank(value: number): number {
  if (Object.is(value, 0)) return 0;
  if (value === 1) return 1;
  const place = smallIntegers.indexOf(value);
  return place < 0 ? smallIntegers.length + 2 : place + 2;
}

/** Row-major places of the elements that contribute to no output: all theirs are cropped. */
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

/** The few values there are, or how many of them are not 0. */
function valuesText({ data }: Tensor): string {
  if (data.length <= 8) return Array.from(data, String).join(', ');
  const left = data.filter((value) => value !== 0);
  return `${String(left.length)} of ${String(data.length)} not 0`;
}

/** Nothing where nothing is read: all that can be said of values where but one output is known. */
export const idleValues: readonly ShrinkMove[] = [idle('input'), idle('weight')];

/** Values nearer to 0, 1 and small integers. */
export const simplerValues: readonly ShrinkMove[] = [
  ...idleValues,
  simpler('input'),
  simpler('weight'),
  simpler('bias'),
];
