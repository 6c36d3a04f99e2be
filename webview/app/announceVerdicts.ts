import { effect } from '@preact/signals';
import { announce } from '../ui/announce.ts';
import { loaded, phase } from '../store/session.ts';
import { verdictWords } from '../ui/verdictTitle.ts';

/** Says what became of a run when it ends. Refusals say themselves: they stand in an alert. */
export function announceVerdicts(): () => void {
  return effect(() => {
    const now = phase.value;
    if (now.kind === 'done' && loaded.value !== null) {
      const { comparison, profile } = loaded.value.run;
      announce(`Done. ${verdictWords(comparison.verdict, profile)}.`);
    }
    if (now.kind === 'cancelled') announce('Cancelled.');
  });
}
