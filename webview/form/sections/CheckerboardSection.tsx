import { checkerboardOf } from '../../../src/scenario/report/checkerboard.ts';
import { CheckerboardMark } from '../CheckerboardMark.tsx';
import { checkerboardText, remainderText } from '../checkerboardText.ts';
import { OverlapMap } from '../../viewer/OverlapMap.tsx';
import { Section } from '../Section.tsx';
import { useSession } from '../../store/useSession.ts';

/** How evenly the taps cover the output. */
export function CheckerboardSection() {
  const geometry = useSession().form.callGeometry.value;
  if (geometry === null) return null;
  const checkerboard = checkerboardOf(geometry);
  return (
    <Section id="checkerboard" title="Checkerboard" aside={<CheckerboardMark geometry={geometry} />}>
      <div class="checkerboard">
        <OverlapMap checkerboard={checkerboard} />
        <div>
          <div class="mono">{remainderText(geometry)}</div>
          <p>{checkerboardText(checkerboard)}</p>
        </div>
      </div>
    </Section>
  );
}
