import type { Diagnosis } from '../../engine/diagnose/search/diagnose.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { formatIndex, formatInteger, formatShape } from '../../scenario/text/format.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import {
  type ShrunkSubject,
  smallestCallOf,
  type SmallestReport,
  smallestReportOf,
} from '../../scenario/shrink/smallestCall.ts';
import { writeFolder } from './writeFolder.ts';

/** The names of the files that are written, by what they contain. */
interface FileNames {
  readonly scenario: string;
  readonly actual: string;
  readonly pytorch: string;
  readonly numpy: string;
}

const namesBySubject: Readonly<Record<ShrunkSubject['kind'], FileNames>> = {
  mistake: {
    scenario: 'smallest.convt.json',
    actual: 'with_the_mistake.npy',
    pytorch: 'test_smallest_pytorch.py',
    numpy: 'test_smallest_numpy.py',
  },
  crop: {
    scenario: 'crop.convt.json',
    actual: 'crop_of_the_output.npy',
    pytorch: 'test_crop_pytorch.py',
    numpy: 'test_crop_numpy.py',
  },
};

/** The smallest call, and the folder and the files into which it was written. */
export interface WrittenSmallestCall extends SmallestReport {
  readonly folder: string;
  readonly files: FileNames;
}

/** The smallest call that was found; or null and the reason why there is none. */
export interface SmallestCallOutcome {
  readonly found: WrittenSmallestCall | null;
  readonly reason: string;
}

/**
 * Searches for the smallest call that still shows what is wrong with a diagnosed output, and writes it into a new
 * folder: as a scenario and as tests. If there is none (see {@link smallestCallOf}), writes nothing.
 */
export async function writeSmallestCall(
  folder: string,
  diagnosis: Diagnosis,
  name: string,
): Promise<Result<SmallestCallOutcome>> {
  const smallest = finish(smallestCallOf(diagnosis, name));
  if (!smallest.ok) {
    const { argument, message } = smallest.refusal;
    return argument === 'actual' ? ok({ found: null, reason: message }) : smallest;
  }
  const { scenario, actual: left, pytorch, numpy } = smallest.value;
  const names = namesBySubject[smallest.value.subject.kind];
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

/** Returns the outcome as lines of text. */
export function smallestCallLines({ found, reason }: SmallestCallOutcome): readonly string[] {
  if (found === null) return ['', `Nothing was written: ${reason}`];
  const { subject, steps, tries, minimal, input, weight, bias, output, parameters, folder, files } = found;
  const params = Object.entries(parameters).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? String(value) : formatIndex(value)}`,
  );
  const shapes = [
    `input ${formatShape(input.shape)}`,
    `weight ${formatShape(weight.shape)}`,
    ...(bias === null ? [] : [`bias ${formatShape(bias.shape)}`]),
  ];
  const title =
    subject.kind === 'mistake'
      ? `The smallest failing example of “${subject.title}”`
      : 'No known mistake explains the output, so this is a crop of your output';
  const width = Math.max(0, ...steps.map(({ what }) => what.length));
  return [
    '',
    `${title}: ${shapes.join(', ')} → output ${formatShape(output.shape)}`,
    `  ${params.join(', ')}`,
    ...steps.map(({ what, from, to }) => `  ${what.padEnd(width)}  ${from} → ${to}`),
    ...(minimal ? [] : [`  may not be the smallest: stopped after ${formatInteger(tries)} tries`]),
    ...(subject.kind === 'mistake' ? ['  Call your implementation in my_conv_transpose2d of the tests.'] : []),
    `Written to ${folder}: ${Object.values(files).join(', ')}`,
  ];
}
