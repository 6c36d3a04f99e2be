import { edited, type ToleranceEdit } from './toleranceEdit.ts';
import { ToleranceRows } from './ToleranceRows.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** The tolerances of a run; editing them is an edit of the scenario. */
export function Tolerances({ run }: { readonly run: RunModel }) {
  const { document, form } = useSession();
  const { tolerance } = run.run.comparison;
  const edit = (change: ToleranceEdit): void =>
    form.edit((scenario) => ({ ...scenario, tolerance: edited(scenario.tolerance, change) }));
  return <ToleranceRows tolerance={tolerance} disabled={document.isReadonly.value} change={edit} />;
}
