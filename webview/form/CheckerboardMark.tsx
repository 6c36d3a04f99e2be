import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { checkerboardOf } from '../../src/scenario/report/checkerboard.ts';
import { Icon } from '../ui/Icon.tsx';

/**
 * Shows by icon and words whether the call covers its output evenly. With `long`, an uneven call shows k mod s and an
 * even one shows nothing.
 */
export function CheckerboardMark(props: { readonly geometry: Geometry; readonly long?: boolean }) {
  const { h, w, even } = checkerboardOf(props.geometry);
  if (even && props.long === true) return null;
  const remainder = Math.max(h.remainder, w.remainder);
  const rule = remainder > 0 ? ` (k mod s = ${remainder})` : '';
  const words = props.long === true ? `uneven overlap${rule}` : 'uneven';
  return (
    <span class={`checkerboard-mark ${even ? 'passed' : 'warned'}`}>
      <Icon name={even ? 'pass' : 'warning'} />
      {even ? 'none' : words}
    </span>
  );
}
