import type { Step } from '../../src/engine/core/steps.ts';

/** Returns the share of a step that is done, 0 to 100; 0 before the first step. */
export function percentOf(step: Step | null): number {
  return step === null || step.total === 0 ? 0 : Math.round((100 * step.done) / step.total);
}

/** The progress bar of a long computation's current step. `before` is read out until there is a step. */
export function StepBar(props: { readonly label: string; readonly step: Step | null; readonly before: string }) {
  const { label, step, before } = props;
  const percent = percentOf(step);
  return (
    <div
      class="diagnose-progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={step === null ? before : `${step.stage}, ${percent} %`}
    >
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}
