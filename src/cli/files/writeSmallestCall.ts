import type { Call } from '../../engine/core/call.ts';
import type { Profile } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { formatIndex, formatInteger, formatShape } from '../../scenario/text/format.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { smallestCallOf, type SmallestReport, smallestReportOf } from '../../scenario/shrink/smallestCall.ts';
import { writeFolder } from './writeFolder.ts';

/** Names of the files, by their content. */
const names = {
  scenario: 'smallest.convt.json',
  actual: 'actual.npy',
  pytorch: 'test_smallest_pytorch.py',
  numpy: 'test_smallest_numpy.py',
} as const;

/** The smallest call, and the folder and files it was written to. */
export interface WrittenSmallestCall extends SmallestReport {
  readonly folder: string;
  readonly files: typeof names;
}

/** The smallest call, or null and the reason why there is none. */
export interface SmallestCallOutcome {
  readonly found: WrittenSmallestCall | null;
  readonly reason: string;
}

/**
 * Writes the smallest call that still shows what is wrong with an output into a new folder, as a scenario and as tests.
 * Writes nothing if the output is correct or has another shape.
 */
export async function writeSmallestCall(
  folder: string,
  call: Call,
  actual: Tensor,
  name: string,
  profile: Profile,
): Promise<Result<SmallestCallOutcome>> {
  const smallest = finish(smallestCallOf(call, actual, `${name}: the smallest wrong call`, profile));
  if (!smallest.ok) {
    const { argument, message } = smallest.refusal;
    return argument === 'actual' ? ok({ found: null, reason: message }) : smallest;
  }
  const { scenario, actual: left, pytorch, numpy } = smallest.value;
  const document = { ...scenario, actual: { file: names.actual } };
  const written = await writeFolder(folder, [
    [names.scenario, serializeScenario(document)],
    [names.actual, writeNpy(left)],
    [names.pytorch, pytorch],
    [names.numpy, numpy],
  ]);
  const found = { ...smallestReportOf(smallest.value), folder, files: names };
  return written.ok ? ok({ found, reason: '' }) : written;
}

/** Returns the lines of the report for people. */
export function smallestCallLines({ found, reason }: SmallestCallOutcome): readonly string[] {
  if (found === null) return ['', `Nothing was written: ${reason}`];
  const { steps, tries, minimal, input, weight, bias, output, parameters, folder } = found;
  const params = Object.entries(parameters).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? String(value) : formatIndex(value)}`,
  );
  const shapes = [
    `input ${formatShape(input.shape)}`,
    `weight ${formatShape(weight.shape)}`,
    ...(bias === null ? [] : [`bias ${formatShape(bias.shape)}`]),
  ];
  const width = Math.max(0, ...steps.map(({ what }) => what.length));
  return [
    '',
    `The smallest call that shows the mismatch: ${shapes.join(', ')} → output ${formatShape(output.shape)}`,
    `  ${params.join(', ')}`,
    ...steps.map(({ what, from, to }) => `  ${what.padEnd(width)}  ${from} → ${to}`),
    ...(minimal ? [] : [`  may not be the smallest: stopped after ${formatInteger(tries)} tries`]),
    `Written to ${folder}: ${Object.values(names).join(', ')}`,
  ];
}
