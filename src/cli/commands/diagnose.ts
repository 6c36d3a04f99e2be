import { channelsFirst } from '../../dialects/channelsFirst.ts';
import { diagnose } from '../../engine/diagnose/search/diagnose.ts';
import { gradientKinds } from '../../engine/gradients/sums/gradientCall.ts';
import { ok, refuse } from '../../engine/core/refusal.ts';
import { profileIds } from '../../engine/precision/profiles.ts';
import { finish } from '../../engine/core/steps.ts';
import { castTensor } from '../../engine/core/tensor.ts';
import { checkedOutputOf } from '../../scenario/report/checkedOutput.ts';
import { diagnosisMarkdown } from '../../scenario/report/diagnosisMarkdown.ts';
import { packageVersion } from '../files/packageVersion.ts';
import { resolveCall } from '../../scenario/run/resolveCall.ts';
import { outputPropagation } from '../../scenario/report/propagationReport.ts';
import { outputWithHeight } from '../../scenario/document/withHeight.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags, callFlags } from '../arguments/flags.ts';
import { checkActualLayout } from '../inputs/layouts.ts';
import { judgedBy, judgedLines, loadScenario } from '../inputs/loadScenario.ts';
import { readTensorFlag } from '../inputs/readTensorFlag.ts';
import { namedActual, scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { writeSmallestCall, smallestCallLines } from '../files/writeSmallestCall.ts';
import { diagnosisLines } from '../text/diagnosisLines.ts';
import { diagnoseGradientOf } from './diagnoseGradientOf.ts';
import { propagationLines } from '../text/propagationLines.ts';
import { refuseNonEmptyFolder } from '../files/writeFolder.ts';

/** `convt diagnose`: says whether an output is correct and, if not, which known mistake explains it. */
export const diagnoseCommand: Command = {
  name: 'diagnose',
  usage: '[FILE.convt.json | MODEL[#layer]] [--input S --weight S] --actual S [flags]',
  summary: 'check an output; if it is wrong, name the known mistake that reproduces it',
  notes: [
    'The output comes from another implementation of the same call. If its shape differs, the shape is diagnosed as well.',
    'If there are NaN or infinities, the report traces them from their source to the output.',
    '--shrink writes the smallest call that shows the mistake into a new folder: a scenario, the output that the mistake',
    'makes of it as .npy, and a PyTorch and a NumPy test, which call your implementation. If no known mistake explains the',
    'output, it writes a crop of your output, with tests of the recorded values. Nothing is written if the output is',
    'correct, or if it has another shape and no known mistake explains it.',
    'Without --dtype, and without one in FILE.convt.json, the precision is the dtype of the tensor files of the call (of a',
    'document, only if it is float16 or bfloat16). If they are float16 or bfloat16 and the output has numbers that the format',
    'does not have, the output is judged as float32 sums (tf32).',
    '--grad checks a backward: the gradient that autograd computes for the output gradient gy. --grad input needs --weight and',
    '--grad-output, --grad weight needs --input and --grad-output, --grad bias needs --grad-output only; the size of the tensor',
    'itself follows from that of gy, or from the tensor if it is given as well. With --input-layout NHWC, gy and a gradient of',
    'the input have their channels last too; a gradient of the weight is in --weight-layout.',
    'Exit code: 0 if the output is correct (exact, or within the rounding of --dtype, including its overflows), 1 if not.',
  ],
  flags: [
    ...callFlags,
    { name: 'actual', value: 'S', help: 'the output to diagnose, or with --grad the gradient' },
    { name: 'grad', value: gradientKinds.join('|'), help: '--actual is the gradient of this tensor, not the output' },
    { name: 'grad-output', value: 'S', help: 'gy, the gradient of the output, in the output’s shape; with --grad' },
    sharedFlags.actualLayout,
    { name: 'dtype', value: 'D', help: `precision of the computation: ${profileIds.join(', ')}` },
    sharedFlags.seed,
    { name: 'shrink', value: 'DIR', help: 'new folder for the smallest failing example' },
    sharedFlags.json,
    { name: 'markdown', value: null, help: 'print a report for an issue or a chat' },
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run({ flags, positionals }) {
    if (flags.has('json') && flags.has('markdown')) {
      return refuse('scenario', '--json and --markdown exclude each other: give one of them.');
    }
    if (flags.has('grad')) return await diagnoseGradientOf({ flags, positionals });
    if (flags.has('grad-output')) {
      return refuse('grad', '--grad-output is gy for --grad input, weight or bias: say which gradient --actual is.');
    }
    const folder = flags.get('shrink');
    const free = folder === undefined ? ok(null) : await refuseNonEmptyFolder(folder);
    if (!free.ok) return free;
    // Unlike for `run`, the shape of --actual may differ from that of the call's output, so the file is read
    // separately.
    const otherFlags = new Map([...flags].filter(([name]) => name !== 'actual'));
    const requested = await scenarioFromArgs({ flags: otherFlags, positionals });
    if (!requested.ok) return requested;
    const { memoryCap } = requested.value;
    const scenarioActual = requested.value.scenario.actual?.file;
    const withoutActual = { ...requested.value.scenario, actual: undefined };
    const loaded = await loadScenario({ ...requested.value, scenario: withoutActual });
    if (!loaded.ok) return loaded;
    const actualText = flags.get('actual') ?? scenarioActual;
    const named = actualText === undefined ? undefined : await namedActual(requested.value, actualText);
    const withActual = named === undefined ? flags : new Map([...flags, ['actual', named]]);
    const given = await readTensorFlag(withActual, 'actual');
    if (!given.ok) return given;
    const judged = judgedBy(loaded.value, given.value);
    const { scenario, files } = judged;
    const resolved = finish(resolveCall(scenario, files, { memoryCap }));
    if (!resolved.ok) return resolved;
    const { call, geometry, profile } = resolved.value;
    const { layouts } = requested.value;
    const isLaidOut = checkActualLayout(given.value.shape, geometry.outputShape, layouts);
    if (!isLaidOut.ok) return isLaidOut;
    const inOrder = layouts.actual === 'NHWC' ? channelsFirst(given.value) : given.value;
    const actual = castTensor(outputWithHeight(inOrder, geometry), call.dtype);
    const diagnosis = finish(diagnose(call, geometry, actual, profile));
    const { passed, report, facts } = checkedOutputOf(diagnosis, withActual.get('actual') ?? '');
    const propagation = finish(outputPropagation(resolved.value, actual));
    const smallest = folder === undefined ? null : await writeSmallestCall(folder, diagnosis, scenario.name);
    if (smallest?.ok === false) return smallest;
    const text = flags.has('markdown')
      ? diagnosisMarkdown(report, { ...facts, version: packageVersion() }).trimEnd()
      : flags.has('json')
        ? jsonOutput({
            ...report,
            dtypeFrom: judged.judged?.path ?? null,
            taint: propagation,
            ...(smallest && { smallest: smallest.value.found }),
          })
        : [
            ...judgedLines(judged),
            ...diagnosisLines(report, { what: 'output', hasBias: call.bias !== null }),
            ...(propagation === null ? [] : propagationLines(propagation)),
            ...(smallest === null ? [] : smallestCallLines(smallest.value)),
          ].join('\n');
    return ok({ text, exitCode: passed ? 0 : 1 });
  },
};
