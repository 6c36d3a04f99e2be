import { formulationOf } from '../../engine/formulations/formulations.ts';
import { formatInteger } from '../../scenario/text/format.ts';
import type { PropagationReport } from '../../scenario/report/propagationReport.ts';
import {
  countsText,
  formulationDifferenceText,
  sourceName,
  sourceReach,
} from '../../scenario/report/propagationText.ts';

/** Sources that are written out for people; the JSON has more. */
const most = 10;

/** Where NaN and infinities come from, for people. */
export function propagationLines(propagation: PropagationReport): readonly string[] {
  const { sources, counts, formulation, kinds, actual } = propagation;
  const more = counts.input + counts.weight + counts.bias - most;
  const difference = formulationDifferenceText(propagation);
  return [
    '',
    countsText(propagation),
    ...sources.slice(0, most).map((source) => `  ${sourceName(source)}: ${sourceReach(source, formulation)}`),
    ...(more > 0 ? [`  and ${formatInteger(more)} more`] : []),
    ...(difference === null ? [] : [difference]),
    ...(kinds.overflow === 0
      ? []
      : [`${formatInteger(kinds.overflow)} outputs overflow in ${formulationOf(formulation).title}.`]),
    ...(actual === null ? [] : actualLines(actual)),
  ];
}

/** What the non-finite elements of the output to check have for a source. */
function actualLines(actual: NonNullable<PropagationReport['actual']>): readonly string[] {
  const { defined, formulated, unexplained, missing } = actual;
  const rows = [
    [defined, 'non-finite by the definition, as in any implementation'],
    [formulated, 'non-finite as where an inserted or padded zero is multiplied by such a weight'],
    [unexplained, 'non-finite without a source in the call: an overflow, or the implementation’s own'],
    [missing, 'finite, although a NaN or an infinity of the call comes there'],
  ] as const;
  const present = rows.filter(([count]) => count > 0);
  return present.length === 0
    ? ['Of the output to check every element is finite, as it should be.']
    : ['Of the output to check:', ...present.map(([count, what]) => `  ${formatInteger(count)} ${what}`)];
}
