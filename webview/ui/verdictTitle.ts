import type { Verdict } from '../../src/engine/compare/comparison.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import type { IconName } from './Icon.tsx';

/** A verdict is always shown by icon and words. */
export const verdictTitle: Readonly<
  Record<Verdict, { readonly words: string; readonly icon: IconName; readonly tone: string }>
> = {
  exact: { words: 'Exact', icon: 'pass', tone: 'passed' },
  rounding: { words: 'Rounding only', icon: 'pass', tone: 'passed' },
  close: { words: 'Close', icon: 'pass', tone: 'passed' },
  mismatch: { words: 'Bug', icon: 'error', tone: 'failed' },
  'non-finite': { words: 'Non-finite', icon: 'warning', tone: 'warned' },
};

/** The words for a run's verdict: rounding of an emulated precision says of which. */
export function verdictWords(verdict: Verdict, profile: ProfileId): string {
  return verdict === 'rounding' && isEmulated(profile)
    ? `Rounding of ${precisionName[profile]}`
    : verdictTitle[verdict].words;
}
