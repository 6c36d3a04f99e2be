import { bytesPerFactor } from '../../../src/engine/precision/profiles.ts';
import type { AxisGeometry } from '../../../src/engine/geometry/geometry.ts';
import { formatBytes, formatInteger, formatPercent } from '../../../src/scenario/text/format.ts';
import { Section } from '../Section.tsx';
import { zeroShare } from '../../../src/scenario/report/checkerboard.ts';
import { denseMultiplyAdds } from '../../../src/engine/geometry/multiplyAdds.ts';
import { useSession } from '../../store/useSession.ts';

/** Shows the formula of the output size with this call's numbers, and the sizes of the call's matrices. */
export function OutputSize() {
  const geometry = useSession().form.callGeometry.value;
  if (geometry === null) return null;
  const { h, w, rows, columns, coutPerGroup, params, dtype } = geometry;
  const perGroup = params.groups > 1 ? ` × ${params.groups} groups` : '';
  return (
    <Section id="output-size" title="Output size" aside={`${h.outputSize} × ${w.outputSize}`}>
      <div class="formula mono">
        <div class="dim">{`Ho = (H−1)·s − ${params.paddingEnd === undefined ? '2p' : 'p − pe'} + d(k−1) + op + 1`}</div>
        <div>{`   = ${numbersOf(h, params.paddingEnd !== undefined)}`}</div>
        <div>
          {'   = '}
          <b>{h.outputSize}</b>
          <span class="dim">{`   Wo = ${w.outputSize}`}</span>
        </div>
        <div class="dim">{`L  = Ho·Wo = ${formatInteger(columns)}`}</div>
      </div>
      <dl class="sizes">
        <dt>K</dt>
        <dd>{`${formatInteger(coutPerGroup)} × ${formatInteger(rows)}${perGroup}`}</dd>
        <dt>U</dt>
        <dd>
          <span>{`${formatInteger(rows)} × ${formatInteger(columns)}${perGroup}`}</span>
          <span class="dim">{formatBytes(rows * columns * params.groups * bytesPerFactor(dtype))}</span>
        </dd>
        <dt>Multiply-adds</dt>
        <dd>
          <span>{formatInteger(denseMultiplyAdds(geometry))}</span>
          {geometry.n > 0 && <span class="dim">{`${formatPercent(zeroShare(geometry))} zero`}</span>}
        </dd>
      </dl>
    </Section>
  );
}

/** Returns the formula with numbers: "(28−1)·1 − 2·0 + 1·2 + 0 + 1". */
function numbersOf(axis: AxisGeometry, hasPaddingEnd: boolean): string {
  const { inputSize, stride, padding, paddingEnd, dilation, kernelSize, outputPadding } = axis;
  return `(${inputSize}−1)·${stride} − ${hasPaddingEnd ? `${padding} − ${paddingEnd}` : `2·${padding}`} + ${dilation}·${kernelSize - 1} + ${outputPadding} + 1`;
}
