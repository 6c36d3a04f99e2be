import { factorNamesOf } from './factorNames.ts';
import { profileOf } from '../../../src/engine/precision/profiles.ts';
import { formatFixed } from '../../../src/scenario/text/format.ts';
import type { TracedElement } from './tracedElement.ts';

/** Shows the dot product as one equation: the symbols, then the numbers. */
export function Equation({ run, element, trace, count }: TracedElement) {
  const { n, c, y, x } = element;
  const names = factorNamesOf(run, element);
  const { bias } = trace;
  const { order } = run.formulation.accumulation(run.geometry);
  const biasFirst = order === 'bias-first';
  return (
    <span class="equation">
      <span class="element-ink">
        y[{n},{c},{y},{x}]
      </span>{' '}
      = {bias !== null && biasFirst ? `b[${String(c)}] + ` : ''}Σ<sub>{`${names.index}<${String(count)}`}</sub>{' '}
      <span class="element-ink">
        {order === 'points-first' ? '±' : ''}
        {names.weight} · {names.input}
      </span>
      {bias !== null && !biasFirst ? ` + b[${String(c)}] = ${formatFixed(trace.sum, 6)} ${plus(bias)}` : ''} ={' '}
      {trace.unstored !== null &&
        `${formatFixed(trace.unstored, 6)}, stored in ${profileOf(run.run.profile).output.format}: `}
      <b>{formatFixed(trace.value, 6)}</b>
    </span>
  );
}

function plus(bias: number): string {
  return bias < 0 ? formatFixed(bias, 6).replace('−', '− ') : `+ ${formatFixed(bias, 6)}`;
}
