import { assertNever } from '../../engine/core/assertNever.ts';
import { finish } from '../../engine/core/steps.ts';
import { castTensor } from '../../engine/core/tensor.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { diagnose } from '../../engine/diagnose/search/diagnose.ts';
import { profileIds, type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { type IsNamed, probe, type ProbeResult } from '../../engine/probe/probe.ts';
import type { ProbeSubject } from '../../engine/probe/bench.ts';
import { diagnosisReportOf } from '../../scenario/report/diagnosisReport.ts';
import { matchName } from '../../scenario/report/diagnosisWords.ts';
import { probeReportOf } from '../../scenario/report/probeReport.ts';
import { type ProbedMistake, purposeNames } from '../../scenario/report/probeWords.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { callFlags, sharedFlags } from '../arguments/flags.ts';
import { probeProgram } from '../programs/probeProgram.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { readProbeSubject } from '../inputs/readProbeSubject.ts';
import { probeLines } from '../text/probeLines.ts';

const defaultTimeout = 60;
const defaultRuns = 400;
/** The most bytes of the tensors of one run, if several images are run together. */
const mostBatchBytes = 2 ** 24;

/** `convt probe`: runs an implementation to find out which products its outputs are made of. */
export const probeCommand: Command = {
  name: 'probe',
  usage: '[FILE.convt.json | MODEL[#layer]] [call flags] -- COMMAND {x} {w} {b} {y}',
  summary: 'run your own implementation, and say which input meets which weight in each output',
  notes: [
    'COMMAND is your program with its arguments. {x}, {w} and {b} stand for the paths of .npy files with input, weight and',
    'bias, {y} for the .npy file that it writes; they may be parts of a word. {call} stands for a scenario (*.convt.json) with',
    'the parameters, whose files are x.npy, w.npy and b.npy beside it; a command that reads it needs no {x} and {w}.',
    'It runs without a shell, a dozen times if it is right: on integers that name the weights, single ones, random',
    'numbers, NaN, and the same once more.',
    'Only shapes and parameters of the call count, so S may also be a plain shape: --input 1x4x5x5. Tensors that are not',
    'given are as small as possible while every parameter still shows. Without {b} the call has no bias. --dtype says which',
    'precision is right.',
    '--out writes the JSON, which the tab Diagnose shows.',
    'Example: convt probe --stride 2 --padding 1 -- python mine.py {x} {w} {b} {y}',
    'Exit code: 0 if the command computes the call, 1 if not.',
  ],
  takesProgram: true,
  flags: [
    // The files have the call's own order of axes.
    ...callFlags.filter(({ name }) => !name.endsWith('-layout')),
    { name: 'dtype', value: 'D', help: `least precision: ${profileIds.join(', ')}` },
    { name: 'timeout', value: 's', help: `the most seconds of a run, default ${defaultTimeout}` },
    { name: 'max-runs', value: 'n', help: `the most runs, default ${defaultRuns}` },
    { name: 'out', value: 'FILE.json', help: 'write the result to this file, completely or not at all' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run(args) {
    const { flags, program = [] } = args;
    const checked = checkProgram(program);
    if (!checked.ok) return checked;
    const timeout = readPositive(flags, 'timeout', defaultTimeout);
    if (!timeout.ok) return timeout;
    const mostRuns = readPositive(flags, 'max-runs', defaultRuns);
    if (!mostRuns.ok) return mostRuns;
    const requested = await readProbeSubject(
      args,
      program.some((word) => word.includes('{b}')) || (program.some(takesCall) ? 'as-given' : false),
    );
    if (!requested.ok) return requested;
    const { subject, profile, memoryCap } = requested.value;
    const limits = { mostRuns: mostRuns.value, mostBytes: Math.min(mostBatchBytes, memoryCap) };
    const progress = progressOnTerminal();
    // Rounding explains no products: they are found with other numbers.
    const isNamed: IsNamed = (random) =>
      mistakesIn(random, subject, profile).some(({ id }) => !id.startsWith('precision-'));
    const result = await probeProgram(probe(subject, limits, isNamed), {
      command: program,
      timeout: timeout.value,
      mostBytes: memoryCap,
      onRun: ({ purpose }) => progress.show(purposeNames[purpose]),
    });
    progress.clear();
    if (!result.ok) return result;
    const mistakes = knownMistakes(result.value, profile);
    const report = probeReportOf(result.value, { command: program, profile, mistakes });
    const json = jsonOutput(report);
    const out = flags.get('out');
    if (out !== undefined) {
      const written = await writeAtomically(out, new TextEncoder().encode(`${json}\n`));
      if (!written.ok) return written;
    }
    const text = flags.has('json')
      ? json
      : [...probeLines(report), ...(out === undefined ? [] : [`Written to ${out}.`])].join('\n');
    return ok({ text, exitCode: report.verdict === 'right' ? 0 : 1 });
  },
};

/** Refuses a command that is missing, or that has no place for the input, the weight or the output. */
function checkProgram(program: readonly string[]): Result<null> {
  const example = 'convt probe --stride 2 -- python mine.py {x} {w} {b} {y}';
  if (program.length === 0 || program[0] === '')
    return refuse('scenario', `give the command to run after “--”: ${example}`);
  // A scenario names the other files.
  const needed = program.some(takesCall) ? (['{y}'] as const) : (['{x}', '{w}', '{y}'] as const);
  const missing = needed.filter((name) => !program.some((word) => word.includes(name)));
  if (missing.length === 0) return ok(null);
  return refuse('scenario', `the command lacks ${missing.join(', ')}, in place of which the paths stand: ${example}`);
}

/** Returns true if a word of a command has the place of the scenario. */
function takesCall(word: string): boolean {
  return word.includes('{call}');
}

function readPositive(flags: ReadonlyMap<string, string>, name: string, absent: number): Result<number> {
  const text = flags.get(name);
  if (text === undefined) return ok(absent);
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && value > 0 && value <= 2 ** 31 / 1000
    ? ok(value)
    : refuse('scenario', `${name} = ${JSON.stringify(text)} must be a number greater than 0, and at most 2 million`);
}

/** Returns the known mistakes of an implementation that is wrong: those that give the output of the run on random numbers. */
function knownMistakes({ subject, answer, random }: ProbeResult, profile: ProfileId): readonly ProbedMistake[] {
  if (random === null) return [];
  switch (answer.kind) {
    case 'found':
      return answer.different.length === 0 ? [] : mistakesIn(random, subject, profile);
    case 'not-bilinear':
    case 'not-finite':
      return mistakesIn(random, subject, profile);
    case 'failed':
    case 'ignored-factors':
    case 'not-deterministic':
      return [];
    default:
      return assertNever(answer, 'answer');
  }
}

/** Returns the known mistakes that are certain to give the output of a run. */
function mistakesIn(
  { call, output }: NonNullable<ProbeResult['random']>,
  { geometry }: ProbeSubject,
  profile: ProfileId,
): readonly ProbedMistake[] {
  const actual = castTensor(output, call.dtype);
  const { matches } = diagnosisReportOf(finish(diagnose(call, geometry, actual, profileOf(profile))));
  // Other parameters are what the map says anyway.
  return matches
    .filter(({ id, confidence }) => confidence === 'certain' && id !== 'other-parameters')
    .map((match) => ({ id: match.id, title: matchName(match), fix: match.fix }));
}

/** Shows on a terminal which run is going on; prints nothing to a file or a pipe. */
function progressOnTerminal() {
  const { stderr } = process;
  let count = 0;
  const write = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
  };
  return {
    show: (name: string) => write(`run ${++count}: ${name}`),
    clear: () => write(''),
  };
}
