import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import { formatFixed, formatIndex, formatInteger } from '../text/format.ts';
import type { SourceReport, PropagationReport } from './propagationReport.ts';

/** "weight[0, 3, 1, 1] = +Inf". */
export function sourceName({ tensor, index, value }: SourceReport): string {
  return `${tensor}${formatIndex(index)} = ${formatFixed(Number(value), 0)}`;
}

/** "reaches 14 outputs, makes 196 non-finite in unfold + matmul". */
export function sourceReach({ reaches, spoils }: SourceReport, formulation: FormulationId): string {
  const { title } = formulationOf(formulation);
  const reached = reaches === 0 ? 'reaches no output' : `reaches ${outputs(reaches)}`;
  return `${reached}, makes ${formatInteger(spoils)} non-finite in ${title}`;
}

/** "2 NaN or infinities in the input, 1 in the weight"; that there are none. */
export function countsText({ counts }: PropagationReport): string {
  const all = (['input', 'weight', 'bias'] as const).filter((name) => counts[name] > 0);
  if (all.length === 0) return 'No element of the input, the weight or the bias is NaN or infinite.';
  const each = all.map((name) => `${formatInteger(counts[name])} in the ${name}`);
  return `NaN or infinities: ${each.join(', ')}.`;
}

/** How many outputs the sources make non-finite by the definition, which the naive formulation is. */
export function definedCount({ formulations }: PropagationReport): number {
  return formulations.find(({ formulation }) => formulation === 'naive')?.nonFinite ?? 0;
}

/** What the formulations make of the same sources where they do not make the same of them; else null. */
export function formulationDifferenceText(report: PropagationReport): string | null {
  const { formulations } = report;
  const defined = definedCount(report);
  const more = formulations.filter(({ nonFinite }) => nonFinite > defined);
  if (more.length === 0) return null;
  const names = more.map(
    ({ formulation, nonFinite }) => `${formulationOf(formulation).title} ${formatInteger(nonFinite)}`,
  );
  return `By the definition, and in PyTorch, ${outputs(defined)} ${defined === 1 ? 'is' : 'are'} non-finite; with structural zeros multiplied by a non-finite weight there are more: ${names.join(', ')}.`;
}

function outputs(count: number): string {
  return count === 1 ? '1 output' : `${formatInteger(count)} outputs`;
}
