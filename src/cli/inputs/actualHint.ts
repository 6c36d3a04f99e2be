import { channelsFirstShape, channelsLastShape } from '../../dialects/channelsFirst.ts';
import { type Refusal, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, isSameShape, type Shape } from '../../engine/core/tensor.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import { shapeOfFile } from '../../scenario/document/filesByPath.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import { checkActualLayout, type Layouts } from './layouts.ts';
import type { LoadedScenario } from './loadScenario.ts';

/** Adds to the refusal of an output to check, which has another shape than the call's output, what to do. */
export function withActualHint(refusal: Refusal, { scenario, files }: LoadedScenario, layouts: Layouts): Result<never> {
  const content = scenario.actual === undefined ? undefined : files.get(scenario.actual.file);
  const shape = content === undefined ? null : shapeOfFile(content, '');
  const call = scenarioShape(scenario, files);
  const geometry = call.ok ? validateCall(call.value) : call;
  const isAboutActual = refusal.argument === 'actual' && shape?.ok === true && geometry.ok && call.ok;
  if (!isAboutActual) return { ok: false, refusal };
  const { outputShape } = geometry.value;
  const stored = layouts.actual === 'NHWC' ? channelsLastShape(shape.value) : shape.value;
  const isLaidOut = checkActualLayout(stored, outputShape, layouts);
  if (!isLaidOut.ok) return isLaidOut;
  return refuse('actual', `${refusal.message} ${hintOf(shape.value, outputShape, geometry.value.cin)}`);
}

function hintOf(shape: Shape, expected: Shape, cin: number): string {
  if (isSameShape(channelsFirstShape(shape), expected)) return 'Its channels come last: add --actual-layout NHWC.';
  const [channels = 0, cout = 1] = [shape.at(-3), expected.at(-3)];
  const groups = channels / cout;
  const ofGroups = [...expected.slice(0, -3), channels, ...expected.slice(-2)];
  if (groups > 1 && Number.isInteger(cin / groups) && isSameShape(shape, ofGroups))
    return `It has the channels of a call with --groups ${groups}.`;
  return elementCount(shape) === elementCount(expected)
    ? 'It has as many elements: convt diagnose says in which order.'
    : 'convt diagnose says what gives this shape.';
}
