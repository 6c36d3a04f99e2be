import { signedScale } from '../../../src/colour/scale.ts';
import { probedTermLines, type TermSide } from '../../../src/scenario/report/probedTerms.ts';
import { formatIndex } from '../../../src/scenario/text/format.ts';
import { ValueChip } from '../../viewer/ValueChip.tsx';

/** The largest magnitude of the integers that a probe's input and weight have. */
const largestInteger = 3;
const scale = signedScale(largestInteger);

/** Shows one side of a differing element as the dot-product pane does: a term per column, a step per line. */
export function ProbedSum({ side, index }: { readonly side: TermSide; readonly index: readonly number[] }) {
  const { who, terms, value, bias } = side;
  const title = who === 'definition' ? 'Required' : 'Yours';
  return (
    <section class="probe-sum" aria-label={`${title} terms`}>
      <p class="pane-header">
        <b>{title}</b>
        <span class="equation mono">
          <span class="element-ink">y{formatIndex(index)}</span> = Σ w · x = <b>{value}</b>
          {bias === null ? '' : ` + ${bias}`}
        </span>
      </p>
      {terms.length === 0 ? (
        <p class="pane-note">No product of input and weight.</p>
      ) : (
        <div class="terms-frame" tabIndex={0} role="group" aria-label={`${title}: term by term`}>
          <table class="terms probed">
            <thead>
              <tr>
                <th scope="row">term</th>
                {terms.map(({ isShared }, at) => (
                  <th key={at} scope="col" class={isShared ? '' : 'foreign'}>
                    {isShared ? at : `≠ ${String(at)}`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {probedTermLines(terms).map(({ name, cells }) => (
                <tr key={name} class={classOf(name)}>
                  <th scope="row">{name}</th>
                  {cells.map((text, at) => {
                    const term = terms[at];
                    const factor = name === 'w' ? term?.w : name === '× x' ? term?.x : undefined;
                    return (
                      <td key={at} class={term?.isShared === false ? 'foreign' : ''}>
                        {factor === undefined ? text : <ValueChip value={factor} text={text} scale={scale} />}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function classOf(line: string): string {
  if (line.includes('(')) return 'secondary';
  return line.startsWith('=') ? 'rule' : '';
}
