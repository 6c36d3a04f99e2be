import type { CropFrame } from '../../../src/engine/diagnose/model/hypothesis.ts';
import type { Pair } from '../../../src/engine/core/call.ts';
import { Icon } from '../../ui/Icon.tsx';
import { type PlanePart, cropExtentOf } from './frameExtent.ts';

/** Largest side of a picture in CSS pixels. */
const largestSide = 120;

/** Two pictures of the output as a part of the uncropped plane, yours and correct, at the same scale. */
export function FramePair(props: { readonly yours: CropFrame; readonly required: CropFrame }) {
  const extents = [cropExtentOf(props.yours), cropExtentOf(props.required)] as const;
  const largest = Math.max(...extents.flatMap(({ height, width }) => [height, width]));
  const scale = largestSide / largest;
  return (
    <div class="pictures">
      <Picture title="Yours" frame={props.yours} extent={extents[0]} scale={scale} />
      <Icon name="arrow-right" />
      <Picture title="Correct" frame={props.required} extent={extents[1]} scale={scale} />
      <p class="dim">Outlined: the plane that the products reach. Filled: the output.</p>
    </div>
  );
}

function Picture(props: {
  readonly title: string;
  readonly frame: CropFrame;
  readonly extent: PlanePart;
  readonly scale: number;
}) {
  const { title, frame, extent, scale } = props;
  const { full, start, size, computed } = frame;
  const rect = ([top, left]: Pair, [height, width]: Pair) => ({
    x: (left - extent.left) * scale + 1,
    y: (top - extent.top) * scale + 1,
    width: Math.max(0, width * scale),
    height: Math.max(0, height * scale),
  });
  const inside = computed && rect([start[0] + computed.start[0], start[1] + computed.start[1]], computed.size);
  const name =
    `${title}: an output of ${size.join(' × ')} that starts at (${start.join(', ')}) of the ${full.join(' × ')} plane that the products reach` +
    (computed === undefined ? '' : `; ${computed.size.join(' × ')} of it are computed`);
  return (
    <figure class="picture">
      <figcaption>
        <b>{title}</b> <span class="dim mono">{size.join(' × ')}</span>
      </figcaption>
      <svg role="img" aria-label={name} width={extent.width * scale + 2} height={extent.height * scale + 2}>
        <rect class={inside === undefined ? 'frame-output' : 'frame-filled'} {...rect(start, size)} />
        {inside !== undefined && <rect class="frame-output" {...inside} />}
        <rect class="frame-full" {...rect([0, 0], full)} />
      </svg>
    </figure>
  );
}
