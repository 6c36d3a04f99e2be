import { useRef, useState } from 'preact/hooks';
import { bytesPerFactor } from '../../../src/engine/precision/profiles.ts';
import type { AxisGeometry } from '../../../src/engine/geometry/geometry.ts';
import { formatBytes, formatInteger, formatPercent } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { TermLabel } from '../../ui/TermLabel.tsx';
import { Section } from '../Section.tsx';
import { WantedSizePanel } from '../wantedSize/WantedSizePanel.tsx';
import { zeroShare } from '../../../src/scenario/report/checkerboard.ts';
import { denseMultiplyAdds } from '../../../src/engine/geometry/multiplyAdds.ts';
import { useSession } from '../../store/useSession.ts';

/** The section's id in the list of collapsed sections. */
const sectionId = 'output-size';

/**
 * Shows the formula of the output size with this call's numbers, and the sizes of the call's matrices. The size in the
 * header opens a search for parameters that give another one.
 */
export function OutputSize() {
  const { form, layout, runner } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const geometry = form.callGeometry.value;
  const valid = runner.validScenario.value;
  const shape = valid === null ? null : form.shapeOf(valid);
  if (geometry === null) return null;
  const ask = (): void => {
    layout.collapsed.value = layout.collapsed.value.filter((id) => id !== sectionId);
    setIsAsking(!isAsking);
  };
  const close = (): void => {
    setIsAsking(false);
    button.current?.focus();
  };
  const { h, w, rows, columns, coutPerGroup, params, dtype } = geometry;
  const perGroup = params.groups > 1 ? ` × ${params.groups} groups` : '';
  return (
    <Section
      id={sectionId}
      title="Output size"
      aside={
        <button
          type="button"
          class="text-button wanted-size-button"
          ref={button}
          title="Find parameters for another output size"
          aria-expanded={isAsking}
          aria-controls={isAsking ? 'wanted-size' : undefined}
          aria-label={`Output size ${h.outputSize} × ${w.outputSize}: find parameters for another`}
          disabled={shape === null}
          onClick={ask}
        >
          {`${h.outputSize} × ${w.outputSize}`}
          <Icon name="edit" />
        </button>
      }
    >
      {isAsking && shape !== null && <WantedSizePanel shape={shape} geometry={geometry} close={close} />}
      <div class="formula mono">
        <div class="dim">
          <TermLabel term="output-size">
            {`Ho = (H−1)·s − ${params.paddingEnd === undefined ? '2p' : 'p − pe'} + d(k−1) + op + 1`}
          </TermLabel>
        </div>
        <div>{`   = ${numbersOf(h, params.paddingEnd !== undefined)}`}</div>
        <div>
          {'   = '}
          <b>{h.outputSize}</b>
          <span class="dim">{`   Wo = ${w.outputSize}`}</span>
        </div>
        <div class="dim">
          <TermLabel term="columns">L = Ho·Wo</TermLabel>
          {` = ${formatInteger(columns)}`}
        </div>
      </div>
      <dl class="sizes">
        <dt>
          <TermLabel term="kernel-matrix">K</TermLabel>
        </dt>
        <dd>{`${formatInteger(coutPerGroup)} × ${formatInteger(rows)}${perGroup}`}</dd>
        <dt>
          <TermLabel term="unfolded">U</TermLabel>
        </dt>
        <dd>
          <span>{`${formatInteger(rows)} × ${formatInteger(columns)}${perGroup}`}</span>
          <span class="dim">{formatBytes(rows * columns * params.groups * bytesPerFactor(dtype))}</span>
        </dd>
        <dt>
          <TermLabel term="multiply-adds">Multiply-adds</TermLabel>
        </dt>
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
