import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { Pair } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { shapeWithoutHeight, tensorWithoutHeight } from '../../scenario/document/withHeight.ts';
import { ok } from '../../engine/core/refusal.ts';
import { profileIds, profileOf } from '../../engine/precision/profiles.ts';
import { finish } from '../../engine/core/steps.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { formatShape } from '../../scenario/text/format.ts';
import { defaultFormulation, formulationChoices } from '../../scenario/document/scenario.ts';
import type { RunReport } from '../../scenario/report/runReport.ts';
import { reportOf } from '../../scenario/report/reportOf.ts';
import { judgedValuesOf, verdictHeadline } from '../../scenario/text/verdictWords.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';
import type { Run } from '../../scenario/run/run.ts';
import { runScenario } from '../../scenario/run/runScenario.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { errorLines } from '../text/errorLines.ts';
import { sharedFlags, callFlags } from '../arguments/flags.ts';
import { judgedLines, loadScenario } from '../inputs/loadScenario.ts';
import { oneLine } from '../text/oneLine.ts';
import { withActualHint } from '../inputs/actualHint.ts';
import { scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { writeAtomically } from '../files/writeAtomically.ts';

/** `convt run`: computes a call and compares its output with the reference. */
export const runCommand: Command = {
  name: 'run',
  usage: '[FILE.convt.json | MODEL[#layer]] [--input S --weight S] [flags]',
  summary: 'run conv_transpose2d and compare it with the naive scatter loop in float64',
  notes: [
    'Flags override FILE.convt.json, or the transposed convolution of MODEL (ONNX, TorchScript, pickled modules), which defines everything but the input.',
    'A weight or bias that is an input of the model is given by --weight and --bias. A 1-D layer runs as height 1.',
    'Without FILE.convt.json and --dtype, the dtype is that of the tensor files.',
    'Exit code: 0 if the call ran, whatever the verdict; tests should check the verdict in the output of --json.',
  ],
  flags: [
    ...callFlags,
    sharedFlags.actual,
    sharedFlags.actualLayout,
    { name: 'dtype', value: 'D', help: `precision of the computation: ${profileIds.join(', ')}` },
    {
      name: 'formulation',
      value: 'F',
      help: formulationChoices.map((id) => (id === defaultFormulation ? `${id} (default)` : id)).join(', '),
    },
    sharedFlags.seed,
    sharedFlags.rtol,
    sharedFlags.atol,
    sharedFlags.out,
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run(args) {
    const { flags } = args;
    const requested = await scenarioFromArgs(args);
    if (!requested.ok) return requested;
    const { memoryCap } = requested.value;
    const loaded = await loadScenario(requested.value);
    if (!loaded.ok) return loaded;
    const { scenario, files, judged } = loaded.value;
    const run = finish(runScenario(scenario, files, { memoryCap }));
    if (!run.ok) return withActualHint(run.refusal, loaded.value, requested.value.layouts);
    const out = flags.get('out');
    if (out !== undefined) {
      const written = await writeAtomically(
        out,
        writeNpy(tensorWithoutHeight(run.value.computedOutput, run.value.geometry)),
      );
      if (!written.ok) return written;
    }
    const report = reportOf(run.value);
    const text = flags.has('json')
      ? jsonOutput({ ...report, dtypeFrom: judged?.path ?? null })
      : runLines(scenario.name, run.value, report, { out: out ?? null, judged: judgedLines(loaded.value) }).join('\n');
    return ok({ text, exitCode: 0 });
  },
};

/** Returns the report as lines of text. */
function runLines(
  name: string,
  { call, geometry, profile, output, actualFile, formulation, referenceBy, comparison }: Run,
  report: RunReport,
  { out, judged }: { readonly out: string | null; readonly judged: readonly string[] },
): readonly string[] {
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = call.params;
  const pair = ([h, w]: Pair): string => (geometry.is1d === true ? `${w}` : `${h},${w}`);
  const sizes = ({ shape }: Tensor): string => formatShape(shapeWithoutHeight(shape, geometry));
  const end = paddingEnd === undefined ? '' : ` · padding_end ${pair(paddingEnd)}`;
  const bias = call.bias === null ? '' : ` · b ${formatShape(call.bias.shape)}`;
  return [
    oneLine(name),
    `x ${sizes(call.input)} · w ${sizes(call.weight)}${bias} → ` +
      `y ${sizes(output)} ${profileOf(profile).title}${out === null ? '' : ` → ${out}`}`,
    `stride ${pair(stride)} · padding ${pair(padding)}${end} · output_padding ${pair(outputPadding)} · ` +
      `dilation ${pair(dilation)} · groups ${groups}`,
    ...(geometry.is1d === true ? ['1-D, computed as height 1'] : []),
    `${actualFile ?? formulationOf(formulation).title} against the naive scatter loop in float64${byKernels(referenceBy)}`,
    ...judged,
    '',
    ...errorLines(report.error),
    `${'verdict'.padEnd(14)} ${verdictHeadline(judgedValuesOf(comparison, profile))}`,
  ];
}

/** If the WebAssembly kernels computed the reference, says so in parentheses; otherwise returns "". */
function byKernels(by: ReferenceBy): string {
  return by.kind === 'loop' ? '' : ` (by the fast kernels, ${by.checked} elements checked)`;
}
