import { formatInteger } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import { isWaiting } from './rankRows.ts';
import { percentOf } from '../StepBar.tsx';
import { pairsText } from './hypothesisText.ts';
import { useDiagnose } from '../../diagnose/diagnoseState.ts';
import type { CurrentDiagnosis } from '../../diagnose/diagnosisState.ts';

/** Below the table: how far measuring is, what the figures are of, what is not listed, and pairs of mistakes. */
export function HypothesesFooter({ of }: { readonly of: CurrentDiagnosis }) {
  const sampled = of.rows.find(isSampled)?.fit;
  return (
    <footer class="hypotheses-footer">
      <Measuring of={of} />
      {sampled !== undefined && 'distance' in sampled && sampled.distance !== null && (
        <p>
          ≥: of a sample of {formatInteger(sampled.distance.compared)} of the {formatInteger(sampled.distance.total)}{' '}
          elements, some of the furthest from right among them; select a row to have all compared.
        </p>
      )}
      <p>
        {of.notApplying > 0 &&
          `${formatInteger(of.notApplying)} known ${of.notApplying === 1 ? 'mistake' : 'mistakes'} would change nothing of this call. `}
        Low precisions predict how far off values may be, not values: only one that explains the output is listed.
      </p>
      <Pairs of={of} />
    </footer>
  );
}

function isSampled({ fit }: HypothesisRow): boolean {
  return fit.kind === 'differs' && fit.distance !== null && fit.distance.compared < fit.distance.total;
}

function Measuring({ of }: { readonly of: CurrentDiagnosis }) {
  const { diagnosis, hypotheses } = useDiagnose();
  const now = hypotheses.phase.value;
  if (now.kind === 'failed' && now.report === of.report) {
    return (
      <p role="alert">
        <Icon name="error" />
        The hypotheses could not be compared: {now.error}{' '}
        <button type="button" class="button secondary" onClick={diagnosis.again}>
          Diagnose again
        </button>
      </p>
    );
  }
  const waiting = of.rows.filter(isWaiting).length;
  if (waiting === 0 || now.kind === 'pairs') return null;
  const left = `${formatInteger(waiting)} of ${formatInteger(of.rows.length)}`;
  if (hypotheses.stopped.value === of.report) {
    return (
      <p>
        <span>{left} are not measured.</span>
        <button type="button" class="button secondary" onClick={hypotheses.measureRest}>
          Measure the rest
        </button>
      </p>
    );
  }
  return (
    <p>
      <span>Measuring how far the output is from each: {left} left.</span>
      <button type="button" class="button secondary" onClick={hypotheses.stop}>
        Stop
      </button>
    </p>
  );
}

function Pairs({ of }: { readonly of: CurrentDiagnosis }) {
  const { hypotheses } = useDiagnose();
  const now = hypotheses.phase.value;
  if (now.kind === 'pairs') {
    return (
      <p class="hypotheses-pairs">
        <span>Searching pairs of mistakes: {percentOf(now.step)} %</span>
        <button type="button" class="button secondary" onClick={hypotheses.stop}>
          Stop
        </button>
      </p>
    );
  }
  const pairs = of.rows.filter(({ kind }) => kind === 'pair').length;
  if (of.pairsLeft === null) {
    const said = of.report.matches.some(({ kind }) => kind === 'pair') ? null : pairsText(pairs);
    // Where no single mistake explains the output, they were tried from the start.
    return said === null || of.report.matches.length === 0 ? null : <p class="hypotheses-pairs">{said}</p>;
  }
  return (
    <p class="hypotheses-pairs">
      <span>
        {of.report.matches.length === 1 ? 'One hypothesis explains' : 'Single hypotheses explain'} every cell, so pairs
        of the others were not searched.
      </span>
      <button type="button" class="button secondary" onClick={hypotheses.searchPairs}>
        Search {formatInteger(of.pairsLeft)} pairs
      </button>
    </p>
  );
}
