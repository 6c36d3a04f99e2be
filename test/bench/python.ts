import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';
import { findCalls } from '../../src/python/findCalls.ts';
import { PythonSource } from '../../src/python/syntax/pythonSource.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** How long it takes to find the calls in a Python file of 5,000 lines, and again after an edit. */
export interface PythonTimes {
  readonly name: string;
  readonly lines: number;
  readonly calls: number;
  readonly whole: Spread;
  readonly edit: Spread;
}

const lines = 5000;

/**
 * Times files made of the programs that the tests read: one U-Net among code without calls, every program once among such
 * code, and the programs over and over under other names. An edit adds a digit after a `kernel_size`.
 */
export function pythonTimes(quick: boolean): readonly PythonTimes[] {
  const folder = join(root, 'test/python/corpus');
  const programs = globSync('*.py', { cwd: folder })
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .filter((text) => /^(?:import|from) torch/m.test(text));
  const copies = (round: number): string => programs.map((text) => renamed(text, round)).join('\n\n');
  const many = Array.from({ length: 12 }, (_, round) => copies(round)).join('\n\n');
  const unrelated = many.replace(/ConvTranspose|conv_transpose/g, 'Conv').replace(/[uU]nfold|[fF]old/g, 'Other');
  const unet = readFileSync(join(folder, 'unet.py'), 'utf8');
  return [
    timed('one U-Net among other code', `${unet}\n\n${unrelated}`, quick),
    timed('nine programs among other code', `${programs.join('\n\n')}\n\n${unrelated}`, quick),
    timed('programs over and over', many, quick),
  ];
}

function renamed(text: string, round: number): string {
  return [...text.matchAll(/^(?:class|def) (\w+)/gm)].reduce(
    (result, [, name = '']) => result.replace(new RegExp(String.raw`\b${name}\b`, 'g'), `${name}_${round}`),
    text,
  );
}

function timed(name: string, program: string, quick: boolean): PythonTimes {
  const text = program.split('\n').slice(0, lines).join('\n');
  const rounds = quick ? 8 : 30;
  const whole: number[] = [];
  const edits: number[] = [];
  let calls = 0;
  // The first rounds are those of a compiler that does not know the code yet.
  for (let round = -4; round < rounds; round += 1) {
    // The text differs in every round, so that nothing is remembered.
    const start = performance.now();
    let source = PythonSource.of(`# ${round}\n${text.replaceAll('super', `super${' '.repeat(round + 5)}`)}`);
    calls = findCalls(source).length;
    const end = performance.now();
    if (round >= 0) whole.push(end - start);
    for (let edit = 0; edit < 20; edit += 1) {
      const from = source.text.indexOf('kernel_size', Math.floor((source.text.length * edit) / 21));
      if (from < 0) continue;
      const begin = performance.now();
      source = source.edit([{ from: from + 12, to: from + 12, text: '1' }]);
      findCalls(source);
      if (round >= 0) edits.push(performance.now() - begin);
    }
  }
  return { name, lines, calls, whole: spreadOf(whole), edit: spreadOf(edits) };
}
