import { diagnose } from '../../engine/diagnose/search/diagnose.ts';
import { ok } from '../../engine/core/refusal.ts';
import { profileIds, profileOf } from '../../engine/precision/profiles.ts';
import { finish } from '../../engine/core/steps.ts';
import { castTensor } from '../../engine/core/tensor.ts';
import { type DiagnosisReport, diagnosisReportOf } from '../../scenario/report/diagnosisReport.ts';
import { resolveCall } from '../../scenario/run/resolveCall.ts';
import { outputPropagation } from '../../scenario/report/propagationReport.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { errorLines } from '../text/errorLines.ts';
import { sharedFlags, parameterFlags } from '../arguments/flags.ts';
import { loadScenario } from '../inputs/loadScenario.ts';
import { readTensorFlag } from '../inputs/readTensorFlag.ts';
import { scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { writeSmallestCall, smallestCallLines } from '../files/writeSmallestCall.ts';
import { propagationLines } from '../text/propagationLines.ts';
import { refuseNonEmptyFolder } from '../files/writeFolder.ts';

/** `convt diagnose`: whether an output is right, and if not which known mistake reproduces it. */
export const diagnoseCommand: Command = {
  name: 'diagnose',
  usage: '[FILE.convt.json | MODEL.onnx#node] [--input S --weight S] --actual S [flags]',
  summary: 'say whether an output is right, and if not which known mistake reproduces it',
  notes: [
    'The output is that of another implementation of the same call. It may be of another shape: that is evidence, too.',
    'Where NaN or infinities are about, it says which elements they come from and where they go.',
    '--shrink writes the smallest call that shows a mismatch into a new folder: a scenario, the output as .npy, and a',
    'PyTorch and a NumPy test; all of them or nothing. Of a right output, and of one of another shape, there is none.',
    'Exits with 0 when the output is right (exact, or rounding of --dtype, overflow of a narrow one included), 1 when it is not.',
  ],
  flags: [
    sharedFlags.input,
    sharedFlags.weight,
    sharedFlags.bias,
    { name: 'actual', value: 'S', help: 'the output to explain' },
    ...parameterFlags,
    { name: 'dtype', value: 'D', help: `what the call is computed in: ${profileIds.join(', ')}` },
    sharedFlags.seed,
    { name: 'shrink', value: 'DIR', help: 'write the smallest call that shows a mismatch here' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run({ flags, positionals }) {
    const folder = flags.get('shrink');
    const free = folder === undefined ? ok(null) : await refuseNonEmptyFolder(folder);
    if (!free.ok) return free;
    // An output to explain may be of another shape, which an output to check may not.
    const others = new Map([...flags].filter(([name]) => name !== 'actual'));
    const asked = await scenarioFromArgs({ flags: others, positionals });
    if (!asked.ok) return asked;
    const { memoryCap } = asked.value;
    const named = asked.value.scenario.actual?.file;
    const alone = { ...asked.value.scenario, actual: undefined };
    const loaded = await loadScenario({ ...asked.value, scenario: alone });
    if (!loaded.ok) return loaded;
    const { scenario, files } = loaded.value;
    const withActual = named === undefined || flags.has('actual') ? flags : new Map([...flags, ['actual', named]]);
    const given = await readTensorFlag(withActual, 'actual');
    if (!given.ok) return given;
    const resolved = finish(resolveCall(scenario, files, { memoryCap }));
    if (!resolved.ok) return resolved;
    const { call, geometry, profile } = resolved.value;
    const actual = castTensor(given.value, call.dtype);
    const diagnosis = finish(diagnose(call, geometry, actual, profile));
    const report = diagnosisReportOf(diagnosis);
    // What overflows the narrow range of an emulated precision is not finite, and right all the same.
    const isRight = report.verdict === 'exact' || report.verdict === 'rounding' || report.profile === profile.id;
    const propagation = finish(outputPropagation(resolved.value, actual));
    const smallest =
      folder === undefined ? null : await writeSmallestCall(folder, call, actual, scenario.name, profile);
    if (smallest?.ok === false) return smallest;
    const text = flags.has('json')
      ? jsonOutput({ ...report, taint: propagation, ...(smallest && { smallest: smallest.value.found }) })
      : [
          ...lines(report),
          ...(propagation === null ? [] : propagationLines(propagation)),
          ...(smallest === null ? [] : smallestCallLines(smallest.value)),
        ].join('\n');
    return ok({ text, exitCode: isRight ? 0 : 1 });
  },
};

/** The diagnosis for people. */
function lines(report: DiagnosisReport): readonly string[] {
  const { verdict, profile, dtype, matches, shape, ambiguity, error } = report;
  const found = matches.flatMap(({ id, title, detail, fix, maxAbs }) => [
    '',
    `${id}: ${title}${detail === '' ? '' : ` (${detail})`}`,
    `  fix      ${fix}`,
    `  differs  by ${maxAbs} at most from what that makes`,
  ]);
  const unexplained =
    matches.length === 0 && profile !== dtype ? ['', 'No known mistake, nor a pair of them, makes this output.'] : [];
  return [
    ...(shape === null ? [] : [shape]),
    ...(error === null ? [] : errorLines(error)),
    `${'verdict'.padEnd(14)} ${verdict}${profile === null ? '' : ` of ${profileOf(profile).title}`}`,
    ...found,
    ...(ambiguity === null ? [] : ['', ambiguity]),
    ...unexplained,
  ];
}
