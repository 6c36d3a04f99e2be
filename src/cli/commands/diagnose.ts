import { channelsFirst } from '../../dialects/channelsFirst.ts';
import { isRight } from '../../engine/compare/verdict.ts';
import { diagnose } from '../../engine/diagnose/search/diagnose.ts';
import { ok, refuse } from '../../engine/core/refusal.ts';
import { profileIds } from '../../engine/precision/profiles.ts';
import { finish } from '../../engine/core/steps.ts';
import { castTensor } from '../../engine/core/tensor.ts';
import { checkedOutputOf } from '../../scenario/report/checkedOutput.ts';
import { callCodeLines, diagnosisMarkdown } from '../../scenario/report/diagnosisMarkdown.ts';
import { type DiagnosisReport, type MatchReport } from '../../scenario/report/diagnosisReport.ts';
import { diagnosisHeadline, matchName, otherCallText } from '../../scenario/report/diagnosisWords.ts';
import { wherePicture } from '../../scenario/report/whereWords.ts';
import { formatShort } from '../../scenario/text/format.ts';
import { packageVersion } from '../files/packageVersion.ts';
import { resolveCall } from '../../scenario/run/resolveCall.ts';
import { outputPropagation } from '../../scenario/report/propagationReport.ts';
import { outputWithHeight } from '../../scenario/document/withHeight.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { errorLines } from '../text/errorLines.ts';
import { sharedFlags, callFlags } from '../arguments/flags.ts';
import { checkActualLayout } from '../inputs/layouts.ts';
import { judgedBy, judgedLines, loadScenario } from '../inputs/loadScenario.ts';
import { readTensorFlag } from '../inputs/readTensorFlag.ts';
import { scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { writeSmallestCall, smallestCallLines } from '../files/writeSmallestCall.ts';
import { propagationLines } from '../text/propagationLines.ts';
import { refuseNonEmptyFolder } from '../files/writeFolder.ts';

/** `convt diagnose`: says whether an output is correct and, if not, which known mistake explains it. */
export const diagnoseCommand: Command = {
  name: 'diagnose',
  usage: '[FILE.convt.json | MODEL.onnx#node] [--input S --weight S] --actual S [flags]',
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
    'Exit code: 0 if the output is correct (exact, or within the rounding of --dtype, including its overflows), 1 if not.',
  ],
  flags: [
    ...callFlags,
    { name: 'actual', value: 'S', help: 'the output to diagnose' },
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
    const withActual =
      scenarioActual === undefined || flags.has('actual') ? flags : new Map([...flags, ['actual', scenarioActual]]);
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
            ...lines(report, call.bias !== null),
            ...(propagation === null ? [] : propagationLines(propagation)),
            ...(smallest === null ? [] : smallestCallLines(smallest.value)),
          ].join('\n');
    return ok({ text, exitCode: passed ? 0 : 1 });
  },
};

/** Returns where the errors are, with a picture of the plane; nothing if they are everywhere. */
function whereLines({ where }: DiagnosisReport): readonly string[] {
  if (where === null || where.sentences.length === 0) return [];
  const picture = where.grid.length > 1 ? wherePicture(where) : [];
  return ['', ...where.sentences, ...picture.map((line) => `  ${line}`)];
}

/** Returns the call whose output this is, in words and as PyTorch writes it; nothing if it is no other call. */
function callLines(match: MatchReport, hasBias: boolean): readonly string[] {
  const text = otherCallText(match);
  if (text === null || match.call === null) return [];
  return [`  call     ${text}`, ...callCodeLines(match.call, hasBias).map((line) => `           ${line}`)];
}

/** Returns the lines of the diagnosis for people. */
function lines(report: DiagnosisReport, hasBias: boolean): readonly string[] {
  const { verdict, profile, dtype, matches, shape, ambiguity, error } = report;
  const found = matches.flatMap((match) => [
    '',
    `${match.id}: ${matchName(match)}`,
    ...callLines(match, hasBias),
    `  fix      ${match.fix}`,
    `  differs  by at most ${formatShort(match.maxAbs)} from the output of this mistake`,
  ]);
  const unexplained =
    matches.length === 0 && !isRight(verdict) && profile !== dtype
      ? ['', 'No known mistake, and no pair of them, gives this output.']
      : [];
  return [
    ...(shape === null ? [] : [shape]),
    ...(error === null ? [] : errorLines(error)),
    `${'verdict'.padEnd(14)} ${diagnosisHeadline(report)}`,
    ...found,
    ...(ambiguity === null ? [] : ['', ambiguity]),
    ...unexplained,
    ...whereLines(report),
  ];
}
