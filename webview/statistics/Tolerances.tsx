import { isReadonly } from '../store/page.ts';
import { editScenario } from '../store/actions.ts';
import type { Loaded } from '../store/session.ts';
import { edited, type ToleranceEdit } from './toleranceEdit.ts';
import { ToleranceRows } from './ToleranceRows.tsx';

/** The tolerances of a run; editing them is an edit of the scenario. */
export function Tolerances({ run }: { readonly run: Loaded }) {
  const { tolerance } = run.run.comparison;
  return <ToleranceRows tolerance={tolerance} disabled={isReadonly.value} change={edit} />;
}

function edit(change: ToleranceEdit): void {
  const label = 'equalNan' in change ? 'equal_nan' : Object.keys(change).join();
  editScenario((scenario) => ({ ...scenario, tolerance: edited(scenario.tolerance, change) }), label);
}
