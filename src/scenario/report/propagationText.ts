import { formulationOf } from '../../engine/formulations/formulations.ts';
import { definition, type FormulationId } from '../../engine/provenance/formulation.ts';
import { formatFixed, formatIndex, formatInteger } from '../text/format.ts';
import type { SourceReport, PropagationReport } from './propagationReport.ts';

/** Names a source: "weight[0, 3, 1, 1] = +Inf". */
export function sourceName({ tensor, index, value }: SourceReport): string {
  return `${tensor}${formatIndex(index)} = ${formatFixed(Number(value), 0)}`;
}

/** Describes what a source reaches: "reaches 14 outputs, makes 196 non-finite in unfold + matmul". */
export function sourceReach({ reaches, spoils }: SourceReport, formulation: FormulationId): string {
  const { title } = formulationOf(formulation);
  const reached = reaches === 0 ? 'reaches no output' : `reaches ${outputs(reaches)}`;
  return `${reached}, makes ${formatInteger(spoils)} non-finite in ${title}`;
}

/** Counts the sources by tensor: "NaN or infinities: 2 in the input, 1 in the weight."; or says that there are none. */
export function countsText({ counts }: PropagationReport): string {
  const all = (['input', 'weight', 'bias'] as const).filter((name) => counts[name] > 0);
  if (all.length === 0) return 'No element of the input, the weight or the bias is NaN or infinite.';
  const each = all.map((name) => `${formatInteger(counts[name])} in the ${name}`);
  return `NaN or infinities: ${each.join(', ')}.`;
}

/** Returns the number of outputs that the sources make non-finite by the definition. */
export function definedCount({ formulations }: PropagationReport): number {
  return formulations.find(({ formulation }) => formulation === definition)?.nonFinite ?? 0;
}

/** Describes the formulations that make more outputs non-finite than the definition does; null if there are none. */
export function formulationDifferenceText(report: PropagationReport): string | null {
  const { formulations } = report;
  const defined = definedCount(report);
  const more = formulations.filter(({ nonFinite }) => nonFinite > defined);
  if (more.length === 0) return null;
  const names = more.map(
    ({ formulation, nonFinite }) => `${formulationOf(formulation).title} ${formatInteger(nonFinite)}`,
  );
  return `By the definition, and in PyTorch, ${outputs(defined)} ${defined === 1 ? 'is' : 'are'} non-finite. Formulations that multiply structural zeros by a non-finite weight make more: ${names.join(', ')}.`;
}

function outputs(count: number): string {
  return count === 1 ? '1 output' : `${formatInteger(count)} outputs`;
}
