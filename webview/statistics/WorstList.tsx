import { formatFixed, formatRatio, formatShort } from '../../src/scenario/text/format.ts';
import { isEmulated } from '../../src/engine/precision/profiles.ts';
import { shortPrecision } from '../../src/scenario/text/precisionText.ts';
import { boundRatio } from '../../src/engine/compare/errors.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import { ExtremeLink } from './StatisticsTable.tsx';
import type { RunModel } from '../store/runModel.ts';

/** Lists the elements of largest error, folded at first. A click on an index moves the cursor there. */
export function WorstList({ run }: { readonly run: RunModel }) {
  const { output, reference, comparison, profile } = run.run;
  if (comparison.worst.length === 0 || comparison.worst[0]?.value === 0) return null;
  return (
    <details class="worst">
      <summary>Worst {comparison.worst.length}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">at</th>
            <th scope="col">output</th>
            <th scope="col">reference</th>
            <th scope="col">
              <TermLabel term="abs">|Δ|</TermLabel>
            </th>
            <th scope="col">
              <TermLabel term="bound-ratio">
                ÷ {isEmulated(profile) ? `${shortPrecision[profile]} ` : ''}bound
              </TermLabel>
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.worst.map((extreme) => (
            <tr key={extreme.at}>
              <td>
                <ExtremeLink run={run} extreme={extreme} />
              </td>
              <td class="number">{formatFixed(output.data[extreme.at] ?? NaN, 6)}</td>
              <td class="number">{formatFixed(reference.data[extreme.at] ?? NaN, 6)}</td>
              <td class="number">{formatShort(extreme.value)}</td>
              <td class="number">{formatRatio(boundRatio(extreme.value, run.boundAt(extreme.at)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
