import type { Step } from '../../src/engine/core/steps.ts';

/** How much of a step is done, 0 to 100; 0 before the first. */
export function percentOf(step: Step | null): number {
  return step === null || step.total === 0 ? 0 : Math.round((100 * step.done) / step.total);
}

/** How far a step of a long computation is. `before`: what is said until there is one. */
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
