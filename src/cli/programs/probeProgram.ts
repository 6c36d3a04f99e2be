import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Call } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ProbeOutcome, ProbeRun, Probing } from '../../engine/probe/probeRun.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { defaultFormulation } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { inTemporaryFolder } from './inTemporaryFolder.ts';
import { readTensor } from '../files/readTensor.ts';
import { runProgram } from './runProgram.ts';

/** How the implementation under test is run. */
export interface ProbedProgram {
  /** The program and its arguments, with the placeholders. */
  readonly command: readonly string[];
  /** The most seconds of a run. */
  readonly timeout: number;
  /** The most bytes of an output. */
  readonly mostBytes: number;
  /** Called before each run. */
  readonly onRun: (run: ProbeRun) => void;
}

/**
 * Runs a probe's runs as processes: writes the tensors of each into a temporary folder, starts the command with their
 * paths, and reads the output. Refuses if the command cannot be started.
 */
export async function probeProgram<T>(steps: Probing<T>, program: ProbedProgram): Promise<Result<T>> {
  return await inTemporaryFolder(async (folder) => {
    let next = steps.next();
    while (next.done !== true) {
      program.onRun(next.value);
      const outcome = await outcomeOf(next.value, program, folder);
      if (!outcome.ok) return outcome;
      next = steps.next(outcome.value);
    }
    return ok(next.value);
  });
}

async function outcomeOf(
  { call }: ProbeRun,
  { command, timeout, mostBytes }: ProbedProgram,
  folder: string,
): Promise<Result<ProbeOutcome>> {
  const paths = {
    x: join(folder, 'x.npy'),
    w: join(folder, 'w.npy'),
    b: join(folder, 'b.npy'),
    y: join(folder, 'y.npy'),
    call: join(folder, 'call.convt.json'),
  };
  // The output of the run before must not be taken for this one's.
  await rm(paths.y, { force: true, recursive: true });
  await writeFile(paths.x, writeNpy(call.input));
  await writeFile(paths.w, writeNpy(call.weight));
  if (call.bias !== null) await writeFile(paths.b, writeNpy(call.bias));
  if (command.some((word) => word.includes('{call}'))) await writeFile(paths.call, scenarioTextOf(call));
  const filled = command.map((word) =>
    word.replace(/\{([xwby]|call)\}/g, (_, name: keyof typeof paths) => paths[name]),
  );
  const end = await runProgram(filled, timeout);
  if (end.kind === 'not-started') {
    return refuse('scenario', `${command[0] ?? ''} cannot be started: ${end.reason}`);
  }
  if (end.kind === 'timed-out') return ok({ kind: 'timed-out', seconds: timeout });
  const { exitCode, signal, lastLine } = end;
  if (exitCode !== 0) return ok({ kind: 'crashed', exitCode, signal, lastLine });
  const file = await stat(paths.y).catch(() => null);
  if (file === null) return ok({ kind: 'no-output', others: await newFiles(folder, Object.values(paths)) });
  // A named pipe would be waited for.
  if (!file.isFile()) return ok({ kind: 'unreadable', reason: 'y.npy is no file' });
  const read = await readTensor(paths.y, mostBytes);
  if (!read.ok) return ok({ kind: 'unreadable', reason: reasonOf(read.refusal.message.replaceAll(paths.y, 'y.npy')) });
  return ok({ kind: 'output', output: read.value.tensor, element: read.value.element });
}

/** Returns the files that a program has written beside those that it was given: at most three names. */
async function newFiles(folder: string, known: readonly string[]): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !known.includes(join(folder, name))).slice(0, 3);
}

/** Returns why an output cannot be read. That raw numbers may be described on the command line is no advice here. */
function reasonOf(message: string): string {
  return message.replace(/\. If it holds raw numbers,.*$/, ': write it as numpy.save does.');
}

/** Returns the text of a scenario with the parameters of a call, whose tensors are the files beside it. */
function scenarioTextOf({ dtype, bias, params }: Call): string {
  return serializeScenario({
    version: 1,
    name: 'call',
    dtype,
    input: { file: 'x.npy' },
    weight: { file: 'w.npy' },
    bias: bias === null ? null : { file: 'b.npy' },
    params,
    seed: 0,
    formulation: defaultFormulation,
    tolerance: {},
  });
}
