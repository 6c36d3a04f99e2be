import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { checkerboardOf } from '../../src/scenario/report/checkerboard.ts';
import { Icon } from '../ui/Icon.tsx';

/** Whether the call covers its output evenly, by icon and words; `long` says why. */
export function CheckerboardMark(props: { readonly geometry: Geometry; readonly long?: boolean }) {
  const { h, w, even } = checkerboardOf(props.geometry);
  if (even && props.long === true) return null;
  const remainder = Math.max(h.remainder, w.remainder);
  const words = props.long === true && remainder > 0 ? `k mod s = ${remainder}` : 'uneven';
  return (
    <span class={`checkerboard-mark ${even ? 'passed' : 'warned'}`}>
      <Icon name={even ? 'pass' : 'warning'} />
      {even ? 'none' : words}
    </span>
  );
}
