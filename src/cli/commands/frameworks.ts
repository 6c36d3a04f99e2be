import { dialects } from '../../dialects/dialects.ts';
import type { FrameworkCall } from '../../dialects/frameworkCalls.ts';
import type { DialectId } from '../../dialects/layer.ts';
import type { WrittenCall } from '../../dialects/writing.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { validateWithHint } from '../../dialects/likelySlip.ts';
import { scenarioCalls } from '../../scenario/code/scenarioCalls.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { callFlags, sharedFlags } from '../arguments/flags.ts';
import { parseChoice } from '../arguments/parseFlagValue.ts';
import { requestedShape, scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { withPlainShapes } from '../inputs/withPlainShapes.ts';

const ids = Object.keys(dialects) as readonly DialectId[];

/** `convt frameworks`: writes the call in the words of other frameworks. Allocates no tensors. */
export const frameworksCommand: Command = {
  name: 'frameworks',
  usage: '[FILE.convt.json | MODEL[#layer]] [--input S --weight S] [flags]',
  summary: 'write the call in PyTorch, Keras, TensorFlow, JAX, Flax and ONNX, with the weight’s permutation',
  notes: [
    'Here S may also be a plain shape: convt frameworks --input 1x64x16x16 --weight 64x32x3x3 --stride 2 --padding 1',
    'A program is given the NumPy arrays x, w and b in PyTorch’s order, in that of --input-layout and --weight-layout, or w in',
    'that of the document’s dialect.',
  ],
  flags: [
    ...callFlags,
    { name: 'program', value: ids.join('|'), help: 'print one complete program' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run({ flags, positionals }) {
    const wanted = flags.get('program');
    const chosen = wanted === undefined ? ok(null) : parseChoice(wanted, 'scenario', ids, '--program');
    if (!chosen.ok) return chosen;
    const requested = await scenarioFromArgs({ flags: withPlainShapes(flags), positionals });
    if (!requested.ok) return requested;
    const shape = await requestedShape(requested.value);
    if (!shape.ok) return shape;
    const geometry = validateWithHint(shape.value);
    if (!geometry.ok) return geometry;
    const { scenario, layouts } = requested.value;
    const calls = scenarioCalls(scenario, shape.value, {
      ...(layouts.weight === null ? {} : { order: layouts.weight, isRotated: false }),
      ...(layouts.input === 'NHWC' ? { channels: 'last' } : {}),
    });
    const only = calls.find(({ id }) => id === chosen.value);
    if (only !== undefined) return programOf(only);
    const text = flags.has('json') ? jsonOutput({ frameworks: calls.map(reportOf) }) : calls.map(textOf).join('\n\n');
    return ok({ text, exitCode: 0 });
  },
};

/** Prints a program. If the framework cannot express the call, the program is the nearest way, and a comment says so. */
function programOf({ title, writing }: FrameworkCall): Result<{ readonly text: string; readonly exitCode: 0 }> {
  if (writing.kind === 'written') return ok({ text: writing.written.program.trimEnd(), exitCode: 0 });
  const comment = `# Cannot be expressed in ${title}: ${writing.because}`;
  const { nearest } = writing;
  return ok({ text: nearest === null ? comment : `${comment}\n${nearest.program.trimEnd()}`, exitCode: 0 });
}

function reportOf({ id, title, writing }: FrameworkCall): object {
  const parts = (written: WrittenCall | null) =>
    written === null
      ? null
      : { call: written.call, weight: written.weight, program: written.program, notes: written.notes };
  return writing.kind === 'written'
    ? { framework: id, title, because: null, ...parts(writing.written) }
    : { framework: id, title, because: writing.because, nearest: parts(writing.nearest) };
}

function textOf({ title, writing }: FrameworkCall): string {
  const lines = ({ weight, call, notes }: WrittenCall): readonly string[] => [
    ...weight,
    call,
    ...notes.map((note) => `# ${note}`),
  ];
  const body =
    writing.kind === 'written'
      ? lines(writing.written)
      : [
          `# Cannot be expressed: ${writing.because}`,
          ...(writing.nearest === null ? [] : ['# The nearest way:', ...writing.nearest.program.trimEnd().split('\n')]),
        ];
  return [title, ...body.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}
