import { useMemo } from 'preact/hooks';
import { sparklinePath } from './sparklinePath.ts';

const width = 36;
const height = 12;

/** A small picture of the distribution of a tensor's values, from the smallest to the largest. */
export function Sparkline({ counts }: { readonly counts: readonly number[] }) {
  const path = useMemo(() => sparklinePath(counts, width, height), [counts]);
  return (
    <svg class="sparkline" width={width} height={height} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
