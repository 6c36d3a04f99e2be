import type { Pair } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { isOverlapEven } from '../../engine/layer/overlap.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import type { Scenario, TensorSource } from '../../scenario/document/scenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import { formatShape } from '../../scenario/text/format.ts';
import { precisionName } from '../../scenario/text/precisionText.ts';
import { becameEven, becameIllegal, becameLegal, type Effect, neutralEffect } from './effect.ts';

/** What a change of a scenario document alters. */
export interface ScenarioComparison {
  readonly effects: readonly Effect[];
  /** The parameters and tensors that are others, each in words: "stride 2 → 1". */
  readonly edits: readonly string[];
  /** True if the call became illegal or its overlap uneven. */
  readonly isWorse: boolean;
}

/**
 * Compares two versions of a scenario in effect: legality, output size, overlap; and names the fields that are others. The
 * sizes are compared only if no tensor comes from a file.
 */
export function compareScenarios(before: Scenario, after: Scenario): ScenarioComparison {
  const [old, now] = [geometryIn(before), geometryIn(after)];
  const effects = old === null || now === null ? [] : geometryEffects(old, now);
  return { effects, edits: editsBetween(before, after), isWorse: effects.some(({ tone }) => tone === 'worse') };
}

/** Returns the sizes of a scenario's call, or why it is illegal; null if a tensor comes from a file. */
function geometryIn(scenario: Scenario): Result<Geometry> | null {
  const sources = [scenario.input, scenario.weight, ...(scenario.bias === null ? [] : [scenario.bias])];
  if (sources.some((source) => 'file' in source)) return null;
  const shape = scenarioShape(scenario, new Map());
  return shape.ok ? validateCall(shape.value) : shape;
}

function geometryEffects(old: Result<Geometry>, now: Result<Geometry>): readonly Effect[] {
  if (!now.ok) return old.ok ? [becameIllegal(now.refusal.message.replace(/\.$/, ''))] : [];
  if (!old.ok) return [becameLegal(old.refusal.message.replace(/\.$/, ''))];
  const [from, to] = [formatShape(old.value.outputShape), formatShape(now.value.outputShape)];
  const [wasEven, isEven] = [isEvenIn(old.value), isEvenIn(now.value)];
  return [
    ...(from === to ? [] : [neutralEffect('size', from, to)]),
    ...(wasEven === isEven ? [] : [becameEven(isEven)]),
  ];
}

function isEvenIn({ h, w }: Geometry): boolean {
  return [h, w].every((axis) => isOverlapEven(axis));
}

function editsBetween(before: Scenario, after: Scenario): readonly string[] {
  const pairs: readonly (readonly [name: string, from: string, to: string])[] = [
    ['input', sourceText(before.input), sourceText(after.input)],
    ['weight', sourceText(before.weight), sourceText(after.weight)],
    ['bias', sourceText(before.bias), sourceText(after.bias)],
    ['output to check', before.actual?.file ?? 'none', after.actual?.file ?? 'none'],
    ['stride', pairText(before.params.stride), pairText(after.params.stride)],
    ['padding', pairText(before.params.padding), pairText(after.params.padding)],
    ['padding at the end', endText(before), endText(after)],
    ['output_padding', pairText(before.params.outputPadding), pairText(after.params.outputPadding)],
    ['dilation', pairText(before.params.dilation), pairText(after.params.dilation)],
    ['groups', String(before.params.groups), String(after.params.groups)],
    ['precision', precisionName[before.dtype], precisionName[after.dtype]],
    ['formulation', before.formulation, after.formulation],
    ['seed', String(before.seed), String(after.seed)],
    ['name', before.name, after.name],
    ['tolerance', toleranceText(before), toleranceText(after)],
  ];
  const edits = pairs.flatMap(([name, from, to]) => (from === to ? [] : [`${name} ${from} → ${to}`]));
  const values = (['input', 'weight', 'bias'] as const).filter((role) => {
    const [old, now] = [before[role], after[role]];
    if (old === null || now === null || !('values' in old) || !('values' in now)) return false;
    return sourceText(old) === sourceText(now) && !old.values.every((value, at) => Object.is(value, now.values[at]));
  });
  return [...edits, ...values.map((role) => `values of the ${role}`)];
}

function sourceText(source: TensorSource | null): string {
  if (source === null) return 'none';
  if ('file' in source) return source.file;
  return 'fill' in source ? `${source.fill} ${formatShape(source.shape)}` : `values ${formatShape(source.shape)}`;
}

function pairText([h, w]: Pair): string {
  return h === w ? String(h) : `(${h}, ${w})`;
}

function endText({ params }: Scenario): string {
  return params.paddingEnd === undefined ? 'as at the start' : pairText(params.paddingEnd);
}

function toleranceText({ tolerance: { rtol, atol, equalNan } }: Scenario): string {
  if (rtol === undefined && atol === undefined && equalNan === undefined) return 'default';
  const of = (name: string, value: number | undefined): readonly string[] =>
    value === undefined ? [] : [`${name}=${value}`];
  return [...of('rtol', rtol), ...of('atol', atol), ...(equalNan === true ? ['NaN equals NaN'] : [])].join(', ');
}
