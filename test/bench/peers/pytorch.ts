import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onAnyExit } from '../../../scripts/lab/on-exit.ts';
import { findPython } from '../../../scripts/lab/python.ts';
import type { Contender, Prepared } from '../contender.ts';
import type { Task } from '../task.ts';
import { openblasFolder } from './openblas.ts';

/** PyTorch on one thread of a process of its own. */
export interface Pytorch {
  readonly contender: Contender;
  readonly version: string;
  stop(): void;
}

type Ask = (message: object) => Promise<Readonly<Record<string, unknown>>>;

/** Starts PyTorch. Resolves with the reason if there is none. */
export async function startPytorch(): Promise<Pytorch | string> {
  const python = findPython();
  if (!python.ok) return python.reason;
  const folder = mkdtempSync(join(tmpdir(), 'convt-bench-'));
  const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const blas = openblasFolder();
  const libraries = blas === undefined ? {} : { LD_LIBRARY_PATH: blas };
  const child = spawn(python.path, [join(import.meta.dirname, 'pytorch.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...one, ...libraries },
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PyTorch ended with code ${code ?? 'none'}`)));
  });
  // A request that waits for an answer fails. Without one, the end of the process must not be an unhandled rejection.
  ended.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask: Ask = async (message) => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    const line = await Promise.race([lines.next(), ended]);
    const reply = JSON.parse(line.value ?? '{}') as Readonly<Record<string, unknown>>;
    if (typeof reply.error === 'string') throw new Error(reply.error);
    return reply;
  };
  const cleanUp = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const cancelCleanUp = onAnyExit(cleanUp);
  const about = await ask({ op: 'about' });
  return {
    contender: { id: 'pytorch', prepare: (task) => prepare(ask, folder, task) },
    version: `PyTorch ${String(about.version)}, BLAS: ${String(about.blas)}`,
    stop: () => {
      cancelCleanUp();
      cleanUp();
    },
  };
}

async function prepare(ask: Ask, folder: string, task: Task): Promise<Prepared> {
  const { call, input, weight } = task;
  const { stride, padding, outputPadding, dilation, groups } = call.params;
  const [x, w, y] = ['x', 'w', 'y'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(x, input);
  writeFileSync(w, weight);
  const shapes = { input: call.input.shape, weight: call.weight.shape };
  const given = { stride, padding, output_padding: outputPadding, dilation, groups };
  await ask({ op: 'load', x, w, ...shapes, arguments: given });
  return {
    time: async (repetitions) => Number((await ask({ op: 'time', repetitions })).milliseconds),
    output: async () => {
      await ask({ op: 'output', file: y });
      return new Float32Array(Uint8Array.from(readFileSync(y)).buffer);
    },
    close: () => Promise.resolve(),
  };
}
