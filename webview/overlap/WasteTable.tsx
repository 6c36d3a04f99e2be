import { useMemo } from 'preact/hooks';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { wasteOfEach } from '../../src/engine/layer/waste.ts';
import { formatBytes, formatInteger, formatPercent } from '../../src/scenario/text/format.ts';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import type { RunModel } from '../store/runModel.ts';

const titles: readonly (readonly [title: string, term: TermId | null])[] = [
  ['formulation', null],
  ['multiplications', null],
  ['with zero', 'waste'],
  ['discarded', 'waste'],
  ['wasted', 'waste'],
  ['memory', 'working-memory'],
];

/** The wasted multiplications of each formulation, and its memory beside the call and its output. */
export function WasteTable({ run }: { readonly run: RunModel }) {
  const { geometry } = run;
  const { dtype } = run.run.call;
  const rows = useMemo(() => wasteOfEach(geometry, dtype), [geometry, dtype]);
  return (
    // Focusable, so that arrow keys scroll a table that is wider than the page.
    <section class="overlap-part" aria-labelledby="overlap-waste" tabIndex={0}>
      <header>
        <h2 id="overlap-waste">Cost by formulation</h2>
        <span class="dim">Multiplications and working memory.</span>
      </header>
      <table class="overlap-table">
        <thead>
          <tr>
            {titles.map(([title, term]) => (
              <th key={title} scope="col">
                {term === null ? title : <TermLabel term={term}>{title}</TermLabel>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, waste }) => (
            <tr key={id} class={id === run.formulation.id ? 'present' : ''}>
              <th scope="row">
                {formulationOf(id).title}
                {id === run.formulation.id && ' (this run)'}
              </th>
              {waste.ok ? (
                <>
                  <td>{formatInteger(waste.value.multiplications)}</td>
                  <td>{formatInteger(waste.value.structuralZeros)}</td>
                  <td>{formatInteger(waste.value.dropped)}</td>
                  <td>
                    {formatPercent(
                      (waste.value.structuralZeros + waste.value.dropped) / Math.max(1, waste.value.multiplications),
                      1,
                    )}
                  </td>
                  <td>{formatBytes(waste.value.workingBytes)}</td>
                </>
              ) : (
                <td colSpan={5} class="refused">
                  {waste.refusal.message}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
