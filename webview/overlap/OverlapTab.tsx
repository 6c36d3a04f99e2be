import { useEffect } from 'preact/hooks';
import { Guard } from '../ui/Guard.tsx';
import { useWidth } from '../ui/useWidth.ts';
import { Certificates } from './Certificates.tsx';
import { OverlapPane } from './OverlapPane.tsx';
import { overlapSentences } from './overlapText.ts';
import { PhaseTable } from './PhaseTable.tsx';
import { Responses } from './Responses.tsx';
import { Solver } from './Solver.tsx';
import { WasteTable } from './WasteTable.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** Largest width of the map in CSS pixels, so that the words stay beside it. */
const widestMap = 480;

/**
 * The call as a layer: how evenly its taps cover the output, its response to ones, calls with another output size, and
 * its waste.
 */
export function OverlapTab({ run }: { readonly run: RunModel }) {
  const { ref, width } = useWidth();
  const { ports, runner } = useSession();
  const { layer } = ports.workers;
  const { geometry } = run;
  useEffect(() => () => layer.end(), []);
  return (
    <div class={runner.displayPhase.value.kind === 'computing' ? 'overlap pending' : 'overlap'}>
      <Guard name="The overlap" subject={run}>
        <section class="overlap-map" aria-label="Overlap">
          <div ref={ref} style={{ maxWidth: `${widestMap}px` }}>
            {width > 0 && <OverlapPane run={run} width={width} />}
          </div>
          <div class="overlap-words">
            {overlapSentences(geometry).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <PhaseTable name="Height" axis={geometry.h} />
            <PhaseTable name="Width" axis={geometry.w} />
          </div>
        </section>
      </Guard>
      <Guard name="The response to ones" subject={run}>
        <Responses run={run} />
      </Guard>
      <Guard name="The list of calls" subject={run}>
        <Solver run={run} />
      </Guard>
      <Guard name="The waste" subject={run}>
        <WasteTable run={run} />
      </Guard>
      <Guard name="The certificates" subject={run}>
        <Certificates run={run} />
      </Guard>
    </div>
  );
}
