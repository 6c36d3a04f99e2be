import { Icon } from '../app/Icon.tsx';
import { verdictTitle } from '../app/verdictTitle.ts';
import type { Loaded } from '../store/session.ts';
import { nonFiniteTitle, verdictDetail } from './verdictText.ts';

/** The verdict with what it rests on. */
export function VerdictBox({ run, bound }: { readonly run: Loaded; readonly bound: string }) {
  const { comparison, call } = run.run;
  const { words, icon, tone } = verdictTitle[comparison.verdict];
  const isNonFinite = comparison.verdict === 'non-finite';
  return (
    <div class={`verdict-box ${tone}`}>
      <strong>
        <Icon name={icon} />
        {isNonFinite ? nonFiniteTitle(comparison.nonFinite.unmatched) : words}
      </strong>
      <p>{verdictDetail(comparison, call.dtype, bound)}</p>
    </div>
  );
}
