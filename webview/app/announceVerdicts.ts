import { effect } from '@preact/signals';
import { verdictWords } from '../ui/verdictTitle.ts';
import type { Session } from '../store/session.ts';

/** Says what became of a run when it ends. Refusals say themselves: they stand in an alert. */
export function announceVerdicts({ runner, messages }: Session): () => void {
  return effect(() => {
    const now = runner.phase.value;
    const current = runner.currentRun.value;
    if (now.kind === 'done' && current !== null) {
      const { comparison, profile } = current.run;
      messages.announce(`Done. ${verdictWords(comparison.verdict, profile)}.`);
    }
    if (now.kind === 'cancelled') messages.announce('Cancelled.');
  });
}
