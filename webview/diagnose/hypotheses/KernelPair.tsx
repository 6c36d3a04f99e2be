import { channelOf } from '../../../src/engine/provenance/moveCursor.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { formatShort } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { inkOn } from '../../colour/ink.ts';
import { finiteMax, niceLimit } from '../../colour/limits.ts';
import { cssColour, entryOf, type Scale, signedScale } from '../../colour/scale.ts';
import { type Kernel, kernelAt } from './kernelAt.ts';
import { useSession } from '../../store/useSession.ts';

/** Largest side of a picture in CSS pixels, and of a cell. */
const [most, cellMost] = [150, 34];
/** A cell of this size has room for its number. */
const roomForNumber = 28;
/** Numbers that are read out, beyond it is only said how many they are. */
const mostSpoken = 49;

/** The cursor's kernel as it is and as it should be, both as they stand in K: rotated by 180°. */
export function KernelPair(props: { readonly yours: Tensor; readonly required: Tensor }) {
  const { runner, viewer } = useSession();
  const at = viewer.displayCursor.value;
  const run = runner.currentRun.value;
  const cin = run === null || run.geometry.n === 0 ? 0 : channelOf(run.formulation, run.geometry, at);
  const yours = kernelAt(props.yours, { cin, c: at.c });
  const required = kernelAt(props.required, { cin, c: at.c });
  const limit = Math.max(finiteMax(yours.values), finiteMax(required.values));
  const scale = signedScale(niceLimit(limit));
  return (
    <div class="pictures">
      <Picture title="Yours" kernel={yours} scale={scale} />
      <Icon name="arrow-right" />
      <Picture title="Required" kernel={required} scale={scale} />
      <p class="dim">
        The cursor’s kernel as it stands in K: w[{yours.cin}, {yours.cout}]
        {required.cout === yours.cout ? '' : `, required w[${required.cin}, ${required.cout}]`}, rotated by 180°.
      </p>
    </div>
  );
}

function Picture(props: { readonly title: string; readonly kernel: Kernel; readonly scale: Scale }) {
  const { title, scale } = props;
  const { rows, columns, values } = props.kernel;
  const cell = Math.min(cellMost, most / Math.max(rows, columns));
  const numbers = values.map((value) => formatShort(value, 2));
  const told = values.length <= mostSpoken ? numbers.join(', ') : `${values.length} numbers`;
  return (
    <figure class="picture">
      <figcaption>
        <b>{title}</b> <span class="dim mono">{`${rows} × ${columns}`}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}, ${rows} rows of ${columns}: ${told}`}
        width={columns * cell + 1}
        height={rows * cell + 1}
      >
        {values.map((value, i) => {
          const [x, y] = [(i % columns) * cell + 0.5, Math.floor(i / columns) * cell + 0.5];
          const entry = entryOf(scale, value);
          const finite = Number.isFinite(value);
          return (
            <g key={i}>
              <rect
                class="kernel-cell"
                x={x}
                y={y}
                width={cell}
                height={cell}
                fill={finite ? cssColour(scale.lut, entry) : '#000'}
              />
              {cell >= roomForNumber && (
                <text x={x + cell / 2} y={y + cell / 2} fill={finite ? inkOn(scale.lut, entry) : '#fff'}>
                  {numbers[i]}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
