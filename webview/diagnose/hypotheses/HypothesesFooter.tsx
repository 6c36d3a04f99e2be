import { formatInteger } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import { isWaiting } from './rankRows.ts';
import { percentOf } from '../StepBar.tsx';
import { pairsText } from './hypothesisText.ts';
import { useDiagnose } from '../diagnoseState.ts';
import type { CurrentDiagnosis } from '../currentDiagnosis.ts';

/**
 * The footer of the table: the progress of measuring, notes on the figures and on what is not listed, pairs of
 * mistakes.
 */
export function HypothesesFooter({ current }: { readonly current: CurrentDiagnosis }) {
  const sampled = current.rows.find(isSampled)?.fit;
  return (
    <footer class="hypotheses-footer">
      <Measuring current={current} />
      {sampled !== undefined && 'distance' in sampled && sampled.distance !== null && (
        <p>
          ≥ means estimated from {formatInteger(sampled.distance.compared)} of {formatInteger(sampled.distance.total)}{' '}
          elements, including the largest errors. Select a row for the exact value.
        </p>
      )}
      <p>
        {current.notApplying > 0 &&
          `${formatInteger(current.notApplying)} more ${current.notApplying === 1 ? 'mistake makes' : 'mistakes make'} no difference for this call. `}
        Low precisions are listed only if one explains the output.
      </p>
      <Pairs current={current} />
    </footer>
  );
}

function isSampled({ fit }: HypothesisRow): boolean {
  return fit.kind === 'differs' && fit.distance !== null && fit.distance.compared < fit.distance.total;
}

function Measuring({ current }: { readonly current: CurrentDiagnosis }) {
  const { diagnosis, hypotheses } = useDiagnose();
  const now = hypotheses.phase.value;
  if (now.kind === 'failed' && now.report === current.report) {
    return (
      <p role="alert">
        <Icon name="error" />
        The hypotheses could not be compared with the output: {now.error}{' '}
        <button type="button" class="button secondary" onClick={diagnosis.again}>
          Diagnose again
        </button>
      </p>
    );
  }
  const waiting = current.rows.filter(isWaiting).length;
  if (waiting === 0 || now.kind === 'pairs') return null;
  const left = `${formatInteger(waiting)} of ${formatInteger(current.rows.length)}`;
  if (hypotheses.stopped.value === current.report) {
    return (
      <p>
        <span>{left} have not been measured.</span>
        <button type="button" class="button secondary" onClick={hypotheses.measureRest}>
          Measure the rest
        </button>
      </p>
    );
  }
  return (
    <p>
      <span>Measuring the distance to each hypothesis: {left} left.</span>
      <button type="button" class="button secondary" onClick={hypotheses.stop}>
        Stop
      </button>
    </p>
  );
}

function Pairs({ current }: { readonly current: CurrentDiagnosis }) {
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
  const pairs = current.rows.filter(({ kind }) => kind === 'pair').length;
  if (current.pairsLeft === null) {
    const outcome = current.report.matches.some(({ kind }) => kind === 'pair') ? null : pairsText(pairs);
    // Without a single mistake that explains the output, the diagnosis has tried the pairs, and its header says so.
    return outcome === null || current.report.matches.length === 0 ? null : <p class="hypotheses-pairs">{outcome}</p>;
  }
  return (
    <p class="hypotheses-pairs">
      <span>
        {current.report.matches.length === 1 ? 'One hypothesis explains' : 'Single hypotheses explain'} every element,
        so pairs of the other mistakes were not searched.
      </span>
      <button type="button" class="button secondary" onClick={hypotheses.searchPairs}>
        Search {formatInteger(current.pairsLeft)} pairs
      </button>
    </p>
  );
}
