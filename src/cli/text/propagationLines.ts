import { formulationOf } from '../../engine/formulations/formulations.ts';
import { formatInteger } from '../../scenario/text/format.ts';
import type { PropagationReport } from '../../scenario/report/propagationReport.ts';
import {
  countsText,
  formulationDifferenceText,
  sourceName,
  sourceReach,
} from '../../scenario/report/propagationText.ts';

/** The most sources that are listed. The JSON output lists more. */
const maxSources = 10;

/** Returns lines of text about the NaN and infinities in the tensors that cause those in the output. */
export function propagationLines(propagation: PropagationReport): readonly string[] {
  const { sources, counts, formulation, kinds, actual } = propagation;
  const more = counts.input + counts.weight + counts.bias - maxSources;
  const difference = formulationDifferenceText(propagation);
  return [
    '',
    countsText(propagation),
    ...sources.slice(0, maxSources).map((source) => `  ${sourceName(source)}: ${sourceReach(source, formulation)}`),
    ...(more > 0 ? [`  and ${formatInteger(more)} more`] : []),
    ...(difference === null ? [] : [difference]),
    ...(kinds.overflow === 0
      ? []
      : [`${formatInteger(kinds.overflow)} outputs overflow in ${formulationOf(formulation).title}.`]),
    ...(actual === null ? [] : actualLines(actual)),
  ];
}

/** Returns lines of text about the causes of the non-finite elements of the output to check. */
function actualLines(actual: NonNullable<PropagationReport['actual']>): readonly string[] {
  const { defined, formulated, unexplained, missing } = actual;
  const rows = [
    [defined, 'non-finite by the definition, in every implementation'],
    [formulated, 'non-finite because an inserted or padded zero is multiplied by a non-finite weight'],
    [unexplained, 'non-finite without a source in the call: an overflow, or caused by the implementation'],
    [missing, 'finite, although a NaN or an infinity of the call reaches them'],
  ] as const;
  const present = rows.filter(([count]) => count > 0);
  return present.length === 0
    ? ['Every element of the output to check is finite, as it should be.']
    : ['Elements of the output to check:', ...present.map(([count, what]) => `  ${formatInteger(count)} ${what}`)];
}
