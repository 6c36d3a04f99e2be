import { formatInteger } from '../../../src/scenario/text/format.ts';
import { GlyphCanvas } from './GlyphCanvas.tsx';
import type { GlyphMap } from './paintPropagation.ts';
import type { Glyph, KindEntry } from './causeKinds.ts';

const side = 14;

const one = (glyph: Glyph): GlyphMap => ({ rows: 1, columns: 1, glyph: () => glyph });
/** Always the same for the same glyph: nothing is painted anew. */
const maps: Readonly<Record<Glyph, GlyphMap>> = {
  clean: one('clean'),
  cross: one('cross'),
  hatch: one('hatch'),
  triangle: one('triangle'),
  diamond: one('diamond'),
  ring: one('ring'),
};

/** What the glyphs of a map mean, with how many elements of the whole output there are; kinds without one are left out. */
export function PropagationLegend({ entries }: { readonly entries: readonly KindEntry[] }) {
  return (
    <ul class="propagation-legend" aria-label="Elements of the whole output">
      {entries
        .filter(({ count, kind }) => count > 0 || kind === 0)
        .map(({ glyph, words, count }) => (
          <li key={words}>
            <GlyphCanvas map={maps[glyph]} width={side} height={side} />
            <span class="mono">{formatInteger(count)}</span>
            <span>{words}</span>
          </li>
        ))}
    </ul>
  );
}
