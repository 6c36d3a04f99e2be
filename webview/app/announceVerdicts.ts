import { effect } from '@preact/signals';
import { announce } from '../store/announce.ts';
import { loaded, phase } from '../store/session.ts';
import { verdictTitle } from './verdictTitle.ts';

/** Says what became of a run when it ends. Refusals say themselves: they stand in an alert. */
export function announceVerdicts(): () => void {
  return effect(() => {
    const now = phase.value;
    if (now.kind === 'done' && loaded.value !== null)
      announce(`Done. ${verdictTitle[loaded.value.run.comparison.verdict].words}.`);
    if (now.kind === 'cancelled') announce('Cancelled.');
  });
}
