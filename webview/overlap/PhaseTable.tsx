import type { AxisGeometry } from '../../src/engine/geometry/geometry.ts';
import { phaseTapCount } from '../../src/engine/geometry/phases.ts';
import { overlapAlong } from '../../src/engine/layer/overlap.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import { formatInteger } from '../../src/scenario/text/format.ts';

/** Most phases that are listed; the others are counted. */
const mostPhases = 12;

/** The number of taps that reach each stride phase of an axis. */
export function PhaseTable(props: { readonly name: string; readonly axis: AxisGeometry }) {
  const { name, axis } = props;
  const { unreached } = overlapAlong(axis);
  const phases = Array.from({ length: Math.min(mostPhases, axis.stride) }, (_, phase) => phase);
  return (
    <table class="overlap-table phase-table">
      <caption>
        {name}
        {axis.stride > mostPhases && (
          <span class="dim">
            {' '}
            {mostPhases} of {formatInteger(axis.stride)} phases
            {unreached > 0 && `, ${formatInteger(unreached)} reached by no tap`}
          </span>
        )}
      </caption>
      <tbody>
        <tr>
          <th scope="row">phase</th>
          {phases.map((phase) => (
            <td key={phase}>{phase}</td>
          ))}
        </tr>
        <tr>
          <th scope="row">
            <TermLabel term="taps">taps</TermLabel>
          </th>
          {phases.map((phase) => (
            <td key={phase}>{phaseTapCount(axis, phase)}</td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
