import { dialects } from '../../dialects/dialects.ts';
import { formulaText } from '../../dialects/formula.ts';
import type { Layer } from '../../dialects/layer.ts';
import { axisLetter, outputFormulaOf, outputSizeOf } from '../../dialects/layerSizes.ts';
import { isSameShape } from '../../engine/core/tensor.ts';
import { wordList } from '../../engine/core/wordList.ts';
import type { TransposedSite } from '../../python/callSite.ts';
import { spatialNumbers } from '../siteInput.ts';
import { siteShapeText } from '../siteShapeText.ts';
import { type Effect, neutralEffect } from './effect.ts';

/**
 * Compares the output sizes of two calls with the same number of axes: in numbers where the input's size is known in one
 * of them, otherwise as formulas in H and W. Says nothing where a size is not known, or one of the calls is refused.
 */
export function sizeEffects(before: TransposedSite, after: TransposedSite): readonly Effect[] {
  const [inputBefore, inputAfter] = [
    spatialNumbers(before.layer, before.input),
    spatialNumbers(after.layer, after.input),
  ];
  const formulas = [formulaShape(before.layer), formulaShape(after.layer)] as const;
  const [formulaBefore, formulaAfter] = formulas;
  const isSameFormula = formulaBefore !== null && formulaBefore === formulaAfter;
  const [left, right] = [inputBefore ?? inputAfter, inputAfter ?? inputBefore];
  if (left === null || right === null) {
    if (formulaBefore === null || formulaAfter === null || isSameFormula) return [];
    const input = siteShapeText(after.layer.axes.map((_, at) => ({ source: letterOf(after.layer, at) })));
    return [
      neutralEffect('size', formulaBefore, formulaAfter, { means: sizeSentence(input, formulaAfter, formulaBefore) }),
    ];
  }
  const [sizeBefore, sizeAfter] = [outputShape(before.layer, left), outputShape(after.layer, right)];
  const inputs: readonly Effect[] = isSameShape(left, right)
    ? []
    : [
        neutralEffect('input-size', siteShapeText(left), siteShapeText(right), {
          text: `input ${siteShapeText(left)} → ${siteShapeText(right)}`,
          means: 'The layers before this call pass on an input of another size.',
        }),
      ];
  if (sizeBefore === null || sizeAfter === null) return inputs;
  if (sizeBefore !== sizeAfter) {
    const means = sizeSentence(siteShapeText(right), sizeAfter, sizeBefore);
    return [neutralEffect('size', sizeBefore, sizeAfter, { means }), ...inputs];
  }
  if (formulaBefore === null || formulaAfter === null || isSameFormula) return inputs;
  const means = `For an input of ${siteShapeText(right)} the output stays ${sizeAfter}; for others the size changes.`;
  const text = `${formulaBefore} → ${formulaAfter} for other inputs`;
  return [neutralEffect('size', formulaBefore, formulaAfter, { text, means }), ...inputs];
}

function sizeSentence(input: string, now: string, before: string): string {
  return `For an input of ${input} the output is ${now}; it was ${before}.`;
}

function outputShape(layer: Layer, input: readonly number[]): string | null {
  const sizes = layer.axes.map((_, at) => outputSizeOf(layer, at, input[at] ?? 1));
  const numbers = sizes.flatMap((size) => (size.kind === 'size' ? [size.size] : []));
  return numbers.length === sizes.length ? siteShapeText(numbers) : null;
}

/** Returns the output's sizes as formulas in the letters of the axes; null if an argument is not known. */
function formulaShape(layer: Layer): string | null {
  const sizes = layer.axes.map((_, at) => {
    const formula = outputFormulaOf(layer, at);
    const letter = letterOf(layer, at);
    return formula?.every(({ symbols }) => symbols.every((symbol) => symbol === letter)) === true
      ? { source: formulaText(formula) }
      : null;
  });
  const known = sizes.filter((size) => size !== null);
  return known.length === sizes.length ? siteShapeText(known) : null;
}

function letterOf(layer: Layer, axis: number): string {
  return formulaText(axisLetter(layer, axis));
}

/** Sizes at which the crops of two layers are compared. The crop of some layers depends on whether the size is even. */
const sampledSizes: readonly number[] = [16, 17];

/**
 * Compares what two layers of the same kernel crop at the start: how far the output is shifted. Null if it is not, the
 * size changes as well, or a number is not known.
 */
export function shiftEffect(before: TransposedSite, after: TransposedSite): Effect | null {
  const shifts = after.layer.axes.map((axis, at) => {
    const old = before.layer.axes[at];
    if (old?.kernel !== axis.kernel || old.dilation !== axis.dilation || old.stride !== axis.stride) return null;
    const found = sampledSizes.map((size) => shiftAt(before.layer, after.layer, at, size));
    return found.every((shift) => shift === found[0]) ? (found[0] ?? null) : null;
  });
  if (shifts.some((shift) => shift === null) || shifts.every((shift) => shift === 0)) return null;
  const moves = (shifts as readonly number[]).flatMap((shift, at) => moveText(shift, at, shifts.length));
  const moved = wordList(moves);
  const means = 'The size stays, but the output is cropped elsewhere: every value moves.';
  return neutralEffect('shift', 'not shifted', moved, { text: `shifted ${moved}`, means });
}

function shiftAt(before: Layer, after: Layer, axis: number, size: number): number | null {
  const [old, now] = [before, after].map((layer) => dialects[layer.dialect].axisCrop(layer, axis, size));
  if (old?.kind !== 'crop' || now?.kind !== 'crop' || old.outputSize !== now.outputSize) return null;
  return old.start - now.start;
}

function moveText(shift: number, axis: number, rank: number): readonly string[] {
  if (shift === 0) return [];
  const count = Math.abs(shift);
  const [forward, back, word] =
    rank === 2 && axis === 0 ? ['down', 'up', 'row'] : ['right', 'left', rank === 1 ? 'element' : 'column'];
  return [`${count} ${word}${count === 1 ? '' : 's'} ${shift > 0 ? forward : back}`];
}
