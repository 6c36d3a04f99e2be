import { formulationOf } from '../../engine/formulations/formulations.ts';
import { type ComparedSums, compareOrders } from '../../engine/orders/compareOrders.ts';
import { firstOrderBeside, isArrangement, orderIds, orderTitle } from '../../engine/orders/order.ts';
import { roundCall, servesProfile } from '../../engine/precision/emulate.ts';
import { profileIds } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { OutputIndex } from '../../engine/provenance/provenance.ts';
import { finish } from '../../engine/core/steps.ts';
import type { DType } from '../../engine/core/tensor.ts';
import { formatIndex, formatShort, formatUlp } from '../../scenario/text/format.ts';
import { orderReportOf, type OrderReport } from '../../scenario/report/orderReport.ts';
import { resolveCall } from '../../scenario/run/resolveCall.ts';
import { sumFormat } from '../../scenario/text/sumFormat.ts';
import { columns } from '../text/columns.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags, callFlags } from '../arguments/flags.ts';
import { loadScenario } from '../inputs/loadScenario.ts';
import { scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { parseChoice } from '../arguments/parseFlagValue.ts';

/** `convt sums`: shows the partial sums of one output element in two orders of summation, around the position where they diverge. */
export const sumsCommand: Command = {
  name: 'sums',
  usage: '[FILE.convt.json | MODEL[#layer]] [--input S --weight S] [--at n,c,y,x] [flags]',
  summary: 'compare the partial sums of an output element in two orders of summation',
  notes: [
    'Sums are rounded to the dtype; errors are relative to exact sums of the rounded factors. --json prints every position.',
    'Winograd does not add these terms, so only its result is shown.',
  ],
  flags: [
    ...callFlags,
    { name: 'at', value: 'n,c,y,x', help: 'the output element, default the middle of the output' },
    { name: 'formulation', value: 'F', help: 'the first order: that of a formulation, default unfold-matmul' },
    { name: 'against', value: 'O', help: `the second order: ${orderIds.join(', ')}` },
    { name: 'dtype', value: 'D', help: `precision of the computation: ${profileIds.join(', ')}` },
    sharedFlags.seed,
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run(args) {
    const { flags } = args;
    const requested = await scenarioFromArgs(args);
    if (!requested.ok) return requested;
    const { memoryCap } = requested.value;
    const withoutActual = { ...requested.value.scenario, actual: undefined };
    const loaded = await loadScenario({ ...requested.value, scenario: withoutActual });
    if (!loaded.ok) return loaded;
    const { scenario, files } = loaded.value;
    const resolved = finish(resolveCall(scenario, files, { memoryCap }));
    if (!resolved.ok) return resolved;
    const { call: given, geometry, formulation, profile } = resolved.value;
    const call = finish(roundCall(given, profile));
    const first = firstOrderBeside(formulation.id);
    const other = parseChoice(flags.get('against') ?? first, 'formulation', orderIds);
    if (!other.ok) return other;
    const served = isArrangement(other.value)
      ? undefined
      : servesProfile(formulationOf(other.value), geometry, profile);
    if (served?.ok === false) return served;
    const element = readElement(flags, geometry);
    if (!element.ok) return element;
    const found = compareOrders(call, geometry, element.value, [formulation.id, other.value]);
    const report = orderReportOf(found, geometry, element.value);
    const part = found.kind === 'sums' ? windowLines(found, report, call.dtype) : [];
    const text = flags.has('json') ? jsonOutput(report) : [...resultLines(report, call.dtype), ...part].join('\n');
    return ok({ text, exitCode: 0 });
  },
};

/**
 * Reads the output element of `--at n,c,y,x`. If the flag is not given, returns the element in the middle of the
 * output.
 */
function readElement(flags: ReadonlyMap<string, string>, { n, cout, h, w, is1d }: Geometry): Result<OutputIndex> {
  const sizes = [n, cout, h.outputSize, w.outputSize];
  const text = flags.get('at');
  const index =
    text === undefined
      ? [0, ...sizes.slice(1).map((size) => Math.floor(size / 2))]
      : text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : NaN));
  // An element of a 1-D call may be n,c,x.
  if (is1d === true && index.length === 3) index.splice(2, 0, 0);
  const [at = NaN, c = NaN, y = NaN, x = NaN] = index;
  const isInside = index.length === 4 && index.every((position, axis) => position < (sizes[axis] ?? 0));
  if (isInside) return ok({ n: at, c, y, x });
  const given = text === undefined ? '' : ` = ${JSON.stringify(text)}`;
  return refuse(
    'scenario',
    `at${given} must be n,c,y,x within the output: N = ${n}, Cout = ${cout}, Ho = ${h.outputSize}, Wo = ${w.outputSize}`,
  );
}

function resultLines({ at, own, other, exact, ulp, summary }: OrderReport, dtype: DType) {
  const values = [own, other].map(({ value }) => value ?? NaN);
  const format = sumFormat([...values, exact ?? NaN], dtype);
  const row = (name: string, value: number): readonly string[] => {
    const error = value - (exact ?? NaN);
    return [name, format(value), formatShort(error), formatUlp(error / (ulp ?? NaN))];
  };
  return [
    `y${formatIndex(at)}`,
    summary,
    '',
    ...columns([
      ['', 'result', '− exact', 'ulp'],
      row(orderTitle(own.order), values[0] ?? NaN),
      row(orderTitle(other.order), values[1] ?? NaN),
      ['exact', format(exact ?? NaN)],
    ]),
  ];
}

/** Number of positions that are shown before, and from, the position at which the sums diverge. */
const before = 2;
const behind = 6;

/** Returns lines for some positions around the divergence. If the sums never diverge, for the last positions. */
function windowLines(found: ComparedSums, report: OrderReport, dtype: DType): readonly string[] {
  const { count, sumsDivergeAt } = found;
  const from = Math.max(0, (sumsDivergeAt ?? count) - before);
  const to = Math.min(count, from + before + behind);
  const format = sumFormat([...found.own.partial, ...found.other.partial], dtype);
  const cells = ({ sums }: OrderReport['own'], k: number): readonly string[] => {
    const { term, partial, error } = sums?.[k] ?? { term: [], partial: null, error: null };
    return [term.join(), format(partial ?? NaN), formatShort(error ?? NaN, 2)];
  };
  const head = (sums: OrderReport['own']): readonly string[] => ['c,ky,kx', `Σ ${orderTitle(sums.order)}`, '− exact'];
  const { own, other } = report;
  const rows = Array.from({ length: to - from }, (_, i) => {
    const k = from + i;
    return [`${k === sumsDivergeAt ? '≠ ' : ''}${k}`, ...cells(own, k), ...cells(other, k)];
  });
  return ['', ...columns([['position', ...head(own), ...head(other)], ...rows])];
}
