import type { HypothesisExplanation } from '../../../src/scenario/report/hypothesisRow.ts';
import { Icon } from '../../ui/Icon.tsx';
import { FramePair } from './FramePair.tsx';
import { KernelPair } from './KernelPair.tsx';
import { sideText } from './hypothesisText.ts';

/** The changes of a hypothesis, yours beside correct: the kernels, the crop of the output, parameters and numbers. */
export function BeforeAfter({ explanation }: { readonly explanation: HypothesisExplanation }) {
  const { changes, kernelsLeftOut, row } = explanation;
  if (changes === null) return null;
  const { words, frames, weights } = changes;
  const none = words.length === 0 && frames === null && weights === null && !kernelsLeftOut;
  return (
    <>
      <h3>Yours and correct</h3>
      {weights !== null && <KernelPair {...weights} />}
      {kernelsLeftOut && <p>The kernels differ. The weight is too large to be shown here.</p>}
      {frames !== null && <FramePair {...frames} />}
      {words.length > 0 && (
        <table class="before-after">
          <tbody>
            {words.map(({ what, yours, required }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td class="mono">{sideText(yours)}</td>
                <td>
                  <Icon name="arrow-right" />
                  <span class="visually-hidden">should be</span>
                </td>
                <td class="mono">{sideText(required)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {none && <p>No values to compare: {row.means}.</p>}
    </>
  );
}
