import { isReadonly } from '../store/page.ts';
import { editScenario } from '../store/actions.ts';
import type { Loaded } from '../store/session.ts';
import { type ToleranceEdit, ToleranceRows } from './ToleranceRows.tsx';

/** The tolerances of a run; editing them is an edit of the scenario. */
export function Tolerances({ run }: { readonly run: Loaded }) {
  const { tolerance } = run.run.comparison;
  return <ToleranceRows tolerance={tolerance} disabled={isReadonly.value} change={edit} />;
}

/** The scenario names what is not the dtype's default. */
function edit(change: ToleranceEdit): void {
  const label = 'equalNan' in change ? 'equal_nan' : Object.keys(change).join();
  editScenario((scenario) => {
    const named = Object.entries({ ...scenario.tolerance, ...change });
    return { ...scenario, tolerance: Object.fromEntries(named.filter(([, value]) => value !== null)) }; // prettier-ignore
  }, label);
}
