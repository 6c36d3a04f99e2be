import { channelOf } from '../../../src/engine/provenance/moveCursor.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { formatShort } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { inkOn } from '../../colour/ink.ts';
import { finiteMax, niceLimit } from '../../../src/colour/limits.ts';
import { cssColour, entryOf, type Scale, signedScale } from '../../../src/colour/scale.ts';
import { cellNumbers } from '../../viewer/cellNumbers.ts';
import { type Kernel, kernelAt } from './kernelAt.ts';
import { useSession } from '../../store/useSession.ts';

/** Largest side of a picture and of a cell, in CSS pixels. */
const [largestSide, largestCell] = [150, 34];
/** Least size of a cell, in CSS pixels, that has room for its number. */
const roomForNumber = 28;
/** Width of a digit in the pictures' font, in CSS pixels. */
const characterWidth = 6.1;
/** Most numbers that are read out; of more, only the count is. */
const mostSpoken = 49;

/** The cursor's kernel, yours and correct, both rotated by 180° as in K. */
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
      <Picture title="Correct" kernel={required} scale={scale} />
      <p class="dim">
        The cursor’s kernel as in K: w[{yours.cin}, {yours.cout}]
        {required.cout === yours.cout ? '' : `, correct w[${required.cin}, ${required.cout}]`}, rotated by 180°.
      </p>
    </div>
  );
}

function Picture(props: { readonly title: string; readonly kernel: Kernel; readonly scale: Scale }) {
  const { title, scale } = props;
  const { rows, columns, values } = props.kernel;
  const cell = Math.min(largestCell, largestSide / Math.max(rows, columns));
  const write = cellNumbers(scale.high);
  const room = Math.floor((cell - 2) / characterWidth);
  const numbers = values.map((value) => formatShort(value));
  const spoken = values.length <= mostSpoken ? numbers.join(', ') : `${values.length} numbers`;
  return (
    <figure class="picture">
      <figcaption>
        <b>{title}</b> <span class="dim mono">{`${rows} × ${columns}`}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}, ${rows} rows of ${columns}: ${spoken}`}
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
                  {write(value, room)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
