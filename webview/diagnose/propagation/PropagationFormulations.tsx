import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import type { PropagationReport } from '../../../src/scenario/report/propagationReport.ts';
import { definedCount } from '../../../src/scenario/report/propagationText.ts';
import { Icon } from '../../ui/Icon.tsx';

/** The number of outputs that the sources make non-finite in each formulation and in PyTorch. */
export function PropagationFormulations({ report }: { readonly report: PropagationReport }) {
  const { formulations, formulation: current } = report;
  const defined = definedCount(report);
  return (
    <table class="overlap-table propagation-formulations">
      <caption>Non-finite outputs by formulation</caption>
      <thead>
        <tr>
          <th scope="col">formulation</th>
          <th scope="col">outputs</th>
          <th scope="col">beyond the definition</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">PyTorch, by the definition</th>
          <td>{formatInteger(defined)}</td>
          <td>0</td>
        </tr>
        {formulations.map(({ formulation, nonFinite }) => (
          <tr key={formulation} class={formulation === current ? 'present' : ''}>
            <th scope="row">
              {formulationOf(formulation).title}
              {formulation === current && ' (shown)'}
            </th>
            <td>{formatInteger(nonFinite)}</td>
            <td>
              {nonFinite > defined && <Icon name="warning" />}
              {nonFinite > defined ? `+${formatInteger(nonFinite - defined)}` : '0'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
