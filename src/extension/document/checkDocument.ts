import { outputShapeWithHeight, withHeight } from '../../scenario/document/withHeight.ts';
import { ok, type Refusal, refuse, type Result } from '../../engine/core/refusal.ts';
import { isSameShape, type Shape } from '../../engine/core/tensor.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import { servesProfile } from '../../engine/precision/emulate.ts';
import { profileOf } from '../../engine/precision/profiles.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import type { Scenario, TensorSource } from '../../scenario/document/scenario.ts';
import { weightShape } from '../../scenario/document/scenarioShape.ts';
import { formatShape } from '../../scenario/text/format.ts';

/** Reads the shape of a tensor in a file, by the path (`file` or `file#key`) that a document names it by. */
export type ReadShape = (path: string) => Promise<Result<Shape>>;

/**
 * Checks the text of a `*.convt.json` without running it: its syntax, its keys and values, the tensor files it names
 * (their headers), the call and the shape of the output to check. Returns the first refusal; null if there is none or the text is empty.
 */
export async function checkDocument(text: string, readShape: ReadShape): Promise<Refusal | null> {
  if (text.trim() === '') return null;
  const scenario = parseDocument(text);
  const checked = scenario.ok ? await checkCall(scenario.value, readShape) : scenario;
  return checked.ok ? null : checked.refusal;
}

async function checkCall(scenario: Scenario, readShape: ReadShape): Promise<Result<unknown>> {
  const { bias, actual, params } = scenario;
  const input = await shapeOf('input', scenario.input, readShape);
  if (!input.ok) return input;
  const stored = await shapeOf('weight', scenario.weight, readShape);
  if (!stored.ok) return stored;
  const weight = weightShape(scenario, stored.value);
  if (!weight.ok) return weight;
  const biasShape = bias === null ? ok(null) : await shapeOf('bias', bias, readShape);
  if (!biasShape.ok) return biasShape;
  const actualShape = actual === undefined ? ok(null) : await shapeOf('actual', actual, readShape);
  if (!actualShape.ok) return actualShape;
  const call = { input: input.value, weight: weight.value, bias: biasShape.value, params };
  const heightened = withHeight(call, stored.value.length);
  const geometry = heightened.ok ? validateCall(heightened.value) : heightened;
  if (!geometry.ok) return geometry;
  const served = servesProfile(formulationOf(scenario.formulation), geometry.value, profileOf(scenario.dtype));
  if (!served.ok || actual === undefined || actualShape.value === null) return served;
  const shape = outputShapeWithHeight(actualShape.value, geometry.value);
  return checkActual(actual.file, shape, geometry.value.outputShape);
}

/** Refuses an output to check of another shape than the call's output; the tab Diagnose explains such an output. */
function checkActual(file: string, shape: Shape, expected: Shape): Result<null> {
  if (isSameShape(shape, expected)) return ok(null);
  const message = `${file} is ${formatShape(shape)}; this call’s output is ${formatShape(expected)}. Diagnose explains why.`;
  return refuse('actual', message, { place: { path: ['actual', 'file'], part: 'value' } });
}

async function shapeOf(key: string, source: TensorSource, readShape: ReadShape): Promise<Result<Shape>> {
  if ('shape' in source) return ok(source.shape);
  const shape = await readShape(source.file);
  if (shape.ok) return shape;
  return { ok: false, refusal: { ...shape.refusal, place: { path: [key, 'file'], part: 'value' } } };
}
