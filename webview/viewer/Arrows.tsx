import { Icon } from '../ui/Icon.tsx';
import type { Arrow } from './place.ts';
import { px } from '../ui/px.ts';

/** Draws the arrows in the header line from each matrix to the one computed from it. */
export function Arrows({ arrows }: { readonly arrows: readonly Arrow[] }) {
  return (
    <>
      {arrows.map(({ x, y, direction }) => (
        <span
          key={`${x} ${y}`}
          class={direction === 'down' ? 'flow-arrow down' : 'flow-arrow'}
          style={{ left: px(x - 8), top: px(y - 8) }}
        >
          <Icon name="arrow-right" />
        </span>
      ))}
    </>
  );
}
