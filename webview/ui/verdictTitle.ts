import type { Verdict } from '../../src/engine/compare/comparison.ts';
import { isEmulated, type ProfileId } from '../../src/engine/precision/profiles.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import type { IconName } from './Icon.tsx';

/** Words, icon and tone of each verdict; a verdict is never shown by colour alone. */
export const verdictTitle: Readonly<
  Record<Verdict, { readonly words: string; readonly icon: IconName; readonly tone: string }>
> = {
  exact: { words: 'Exact', icon: 'pass', tone: 'passed' },
  rounding: { words: 'Rounding only', icon: 'pass', tone: 'passed' },
  close: { words: 'Close', icon: 'pass', tone: 'passed' },
  mismatch: { words: 'Bug', icon: 'error', tone: 'failed' },
  'non-finite': { words: 'Non-finite', icon: 'warning', tone: 'warned' },
};

/** Returns the words for a run's verdict. Under an emulated precision, `rounding` names that precision. */
export function verdictWords(verdict: Verdict, profile: ProfileId): string {
  return verdict === 'rounding' && isEmulated(profile)
    ? `Rounding of ${precisionName[profile]}`
    : verdictTitle[verdict].words;
}
