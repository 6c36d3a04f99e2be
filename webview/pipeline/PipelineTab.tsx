import { CoachLine } from './coach/CoachLine.tsx';
import { DotProduct } from './dotProduct/DotProduct.tsx';
import { Figure } from './figure/Figure.tsx';
import { layoutPipeline } from './layoutPipeline.ts';
import { usePipeline } from './pipelineState.ts';
import { Results } from './results/Results.tsx';
import { Guard } from '../ui/Guard.tsx';
import { px } from '../ui/px.ts';
import { Splitter } from '../ui/Splitter.tsx';
import { useSize } from '../ui/useSize.ts';
import { useSession } from '../store/useSession.ts';

/**
 * Shows the figure with the results, and the dot product below or beside them, so that both are visible while one steps.
 * While a run computes, the last pictures stay, dimmed.
 */
export function PipelineTab() {
  const { runner } = useSession();
  const { dotProductSizes } = usePipeline();
  const tab = useSize();
  const figure = useSize();
  const run = runner.currentRun.value;
  const layout = layoutPipeline(tab.size, dotProductSizes.value);
  const { form } = layout;
  // The room that the figure and the results may fill without having to scroll.
  const room = form === 'scroll' ? 0 : tab.size.height - (form === 'below' ? layout.size + 1 : 0);
  const isPending = runner.displayPhase.value.kind === 'computing';
  const dotProduct = (
    <Guard name="The dot product" subject={run}>
      <DotProduct />
    </Guard>
  );
  return (
    <div ref={tab.ref} class={`pipeline ${form} ${isPending ? 'pending' : ''}`}>
      <div class="pipeline-part figures">
        <div ref={figure.ref}>
          <Guard name="The figure" subject={run}>
            <Figure room={room} />
          </Guard>
          <CoachLine />
        </div>
        <Guard name="The result" subject={run}>
          <Results room={room - figure.size.height} />
        </Guard>
        {form === 'scroll' && dotProduct}
      </div>
      {form !== 'scroll' && (
        <>
          <Splitter
            label="the dot product"
            controls="dot-product"
            side={form}
            size={layout.size}
            least={layout.least}
            most={layout.most}
            resize={(size) => {
              dotProductSizes.value = { ...dotProductSizes.peek(), [form]: size };
            }}
          />
          <div
            id="dot-product"
            class="pipeline-part sums"
            style={form === 'below' ? { height: px(layout.size) } : { width: px(layout.size) }}
          >
            {dotProduct}
          </div>
        </>
      )}
    </div>
  );
}
