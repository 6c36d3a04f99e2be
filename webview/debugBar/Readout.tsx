import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { ulpError } from '../../src/engine/compare/errors.ts';
import { formatIndex, formatShort, formatSigned, formatUlp } from '../../src/scenario/text/format.ts';
import { isEmulated, profileOf } from '../../src/engine/precision/profiles.ts';
import { shortFormat } from '../../src/scenario/text/precisionText.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';
import type { RunModel } from '../store/runModel.ts';
import { elementsOf } from '../store/places.ts';
import { useViewer } from '../store/useSession.ts';

/**
 * Shows the values at the displayed element: output, reference, error, error in ULP. While the mouse previews another
 * element than the cursor's, its index comes first.
 */
export function Readout({ run }: { readonly run: RunModel }) {
  const { displayCursor, hover } = useViewer();
  if (elementsOf(run) === 0) return <span class="readout dim">no elements</span>;
  const at = displayCursor.value;
  const i = outputOffset(run.geometry, at);
  const y = run.run.output.data[i] ?? NaN;
  const reference = run.run.reference.data[i] ?? NaN;
  const error = y - reference;
  const { profile } = run.run;
  return (
    <span class={hover.value === null ? 'readout mono' : 'readout mono hovering'}>
      {hover.value !== null && (
        <span class="hovered">
          <span class="dim">at </span>
          {formatIndex([...(run.geometry.batched ? [at.n] : []), at.c, at.y, at.x])}
        </span>
      )}
      <Value term="output" name="y" text={formatSigned(y, 6)} />
      <Value term="reference" name="ref" class="reference" text={formatSigned(reference, 6)} />
      {Number.isFinite(error) && (
        <>
          <Value term="delta" name="Δ" text={formatShort(error)} />
          <span class="ulp">
            <span class="dim">· </span>
            {formatUlp(ulpError(y, reference, profileOf(profile).output.format))}
            <span class="dim">
              {isEmulated(profile) ? ` ${shortFormat[profileOf(profile).output.format]}` : ''}{' '}
              <TermLabel term="ulp">ULP</TermLabel>
            </span>
          </span>
        </>
      )}
    </span>
  );
}

function Value(props: {
  readonly term: TermId;
  readonly name: string;
  readonly text: string;
  readonly class?: string;
}) {
  const { term, name, text } = props;
  return (
    <span class={props.class}>
      <span class="dim">
        <TermLabel term={term}>{name}</TermLabel>{' '}
      </span>
      {text}
    </span>
  );
}
