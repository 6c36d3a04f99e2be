import type { NonFiniteCounts } from '../../src/engine/compare/comparison.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import { ExtremeLink } from './StatisticsTable.tsx';
import type { RunModel } from '../store/runModel.ts';

const kinds = [
  ['nan', 'NaN ✕'],
  ['positiveInfinity', '+Inf ▲'],
  ['negativeInfinity', '−Inf ▼'],
] as const;

/** Counts NaN and infinities in the output and in the reference. Nothing is shown if both are finite everywhere. */
export function NonFiniteList({ run }: { readonly run: RunModel }) {
  const { actual, expected, first } = run.run.comparison.nonFinite;
  if (sum(actual) + sum(expected) === 0) return null;
  return (
    <table class="non-finite-table">
      <thead>
        <tr>
          <th scope="col">
            <TermLabel term="not-finite">not finite</TermLabel>
          </th>
          <th scope="col">output</th>
          <th scope="col">reference</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(([kind, name]) => (
          <tr key={kind}>
            <th scope="row">{name}</th>
            <td class="number">{formatInteger(actual[kind])}</td>
            <td class="number">{formatInteger(expected[kind])}</td>
          </tr>
        ))}
        {first === null ? null : (
          <tr>
            <th scope="row">first</th>
            <td colSpan={2} class="number">
              <ExtremeLink run={run} extreme={{ value: NaN, at: first }} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function sum({ nan, positiveInfinity, negativeInfinity }: NonFiniteCounts): number {
  return nan + positiveInfinity + negativeInfinity;
}
