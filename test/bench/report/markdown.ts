import { type Bench } from '../bench.ts';
import type { Spread } from '../statistics.ts';
import { environmentTables } from './environmentTables.ts';
import { significant, table } from './table.ts';

/** Returns the report as Markdown. */
export function markdown(bench: Bench) {
  const { machine, quick, environments, growths, sizes, vscode, python, diagnoses, files, missing } = bench;
  const { cpu, cores, memoryGB, system, date, loadBefore } = machine;
  const parts = [
    '# Benchmark',
    `${date} · ${cpu}, ${cores} cores, ${memoryGB} GB, ${system} · load before the run ${loadBefore} · ` +
      `${quick ? 'quick run: few rounds, slow contenders left out' : 'full run'}. One thread each. Every result was ` +
      'checked against float64 before it was timed.',
    ...environments.map(environmentTables),
  ];
  if (growths !== null) {
    const rows = growths.map(({ dimension, id, points, exponent }) => [
      dimension,
      id,
      ...points.map(({ ms, flops }) => `${significant(ms)} (${significant((ms * 1e9) / flops)})`),
      exponent.toFixed(2),
    ]);
    const head = ['dimension', '', '×1', '×2', '×4', '×8', 'exponent'];
    parts.push(
      '## Growth (Node)',
      'Milliseconds (picoseconds per nominal FLOP) of 16×24×24→16 k4 s2 p1 and of calls 2, 4 and 8 times as ' +
        'large in one dimension (groups: with their channels). An exponent of 1 means that time is linear in FLOPs.',
      table(head, rows),
    );
  }
  if (sizes !== null) {
    const kB = (bytes: number | null): string => (bytes === null ? '' : (bytes / 1000).toFixed(1));
    const rows = sizes.map(({ file, bytes, gzipped }) => [file, kB(bytes), kB(gzipped)]);
    parts.push('## Sizes', table(['', 'kB', 'kB gzipped'], rows));
  }
  if (vscode !== null) {
    const rows = vscode.latencies.map(({ name, spread }) => [
      name,
      `${significant(spread.median)} (${significant(spread.min)}–${significant(spread.max)})`,
      String(spread.count),
    ]);
    parts.push('## In VS Code', table(['', 'ms: median (min–max)', 'times'], rows));
    const high = ({ median, p95, max }: Spread): readonly string[] => [median, p95, max].map((ms) => ms.toFixed(1));
    parts.push(
      '### Frames of a 4096 × 16384 unfolded matrix',
      'Milliseconds from one animation frame to the next, and milliseconds of the main thread’s painting in a frame, with ' +
        'one move of the wheel or the pointer in each frame: median, 95th percentile, maximum.',
      table(
        ['', 'interval', 'p95', 'max', 'painting', 'p95', 'max', 'frames'],
        vscode.frames.map(({ name, interval, paint }) => [
          name,
          ...high(interval),
          ...high(paint),
          String(interval.count),
        ]),
      ),
    );
  }
  if (python !== null) {
    const ms = ({ median, p95, max }: Spread): readonly string[] => [median, p95, max].map((each) => each.toFixed(1));
    parts.push(
      '## Python source',
      'Milliseconds to find the calls in a file of 5,000 lines, and again after an edit of one character: median, 95th ' +
        'percentile, maximum.',
      table(
        ['', 'calls', 'file', 'p95', 'max', 'edit', 'p95', 'max'],
        python.map(({ name, calls, whole, edit }) => [name, String(calls), ...ms(whole), ...ms(edit)]),
      ),
    );
  }
  if (diagnoses !== null) {
    parts.push(
      '## Diagnosis',
      'Milliseconds to judge an output and to find its mistake: median, 95th percentile, maximum. Where nothing known ' +
        'gives the output, all pairs of mistakes were tried.',
      table(
        ['call', 'output', 'found', 'median', 'p95', 'max'],
        diagnoses.map(({ title, output, found, spread: { median, p95, max } }) => [
          title,
          output,
          found,
          ...[median, p95, max].map(significant),
        ]),
      ),
    );
  }
  if (files !== null) {
    parts.push(
      '## Files of many tensors',
      'Milliseconds: median, 95th percentile, maximum.',
      table(
        ['', 'median', 'p95', 'max'],
        files.map(({ name, spread: { median, p95, max } }) => [name, ...[median, p95, max].map(significant)]),
      ),
    );
  }
  if (missing.length > 0) {
    parts.push('## Not measured', missing.map((sentence) => `- ${sentence}`).join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}
