import { checkerboardOf, type Checkerboard } from '../../../src/scenario/report/checkerboard.ts';
import { CheckerboardMark } from '../CheckerboardMark.tsx';
import { OverlapMap } from '../../viewer/OverlapMap.tsx';
import { TermLabel } from '../../ui/TermLabel.tsx';
import { Section } from '../Section.tsx';
import { useSession } from '../../store/useSession.ts';
import type { AxisGeometry, Geometry } from '../../../src/engine/geometry/geometry.ts';
import { wordList } from '../../../src/engine/core/wordList.ts';

/** Shows how evenly the taps cover the output. */
export function CheckerboardSection() {
  const geometry = useSession().form.callGeometry.value;
  if (geometry === null) return null;
  const checkerboard = checkerboardOf(geometry);
  return (
    <Section id="checkerboard" title="Checkerboard" aside={<CheckerboardMark geometry={geometry} />}>
      <div class="checkerboard">
        <OverlapMap checkerboard={checkerboard} />
        <div>
          <div class="mono">
            <TermLabel term="checkerboard">{remainderText(geometry)}</TermLabel>
          </div>
          <p>{checkerboardText(checkerboard)}</p>
        </div>
      </div>
    </Section>
  );
}

const along = ({ kernelSize: k, stride: s }: AxisGeometry): string => `k mod s = ${k} mod ${s} = ${k % s}`;

/** Returns "k mod s = 3 mod 2 = 1"; if the axes differ, one line for each. */
function remainderText({ h, w }: Geometry): string {
  const same = h.kernelSize === w.kernelSize && h.stride === w.stride;
  return same ? along(h) : `H: ${along(h)}\nW: ${along(w)}`;
}

/** Says what the overlap means for the output. */
function checkerboardText({ interior, even, h, w }: Checkerboard): string {
  const counts = wordList(interior);
  if (even)
    return `Interior cells each receive ${counts} ${interior[0] === 1 ? 'tap' : 'taps'} per channel; cells at the borders receive fewer.`;
  const common = Math.max(h.common, w.common);
  const advice =
    common > 1
      ? `Stride and dilation share the factor ${common}: no tap reaches some of the cells.`
      : 'For an even overlap, choose a kernel size that is a multiple of the stride.';
  return `Interior overlap alternates between ${counts} taps. ${advice}`;
}
