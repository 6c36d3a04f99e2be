import { formatInteger } from '../../../src/scenario/text/format.ts';
import { GlyphCanvas } from './GlyphCanvas.tsx';
import type { GlyphMap } from './paintPropagation.ts';
import type { Glyph, KindEntry } from './causeKinds.ts';

const side = 14;

const mapOf = (glyph: Glyph): GlyphMap => ({ rows: 1, columns: 1, glyph: () => glyph });
/** One object for each glyph, so that a glyph is painted once. */
const maps: Readonly<Record<Glyph, GlyphMap>> = {
  clean: mapOf('clean'),
  cross: mapOf('cross'),
  hatch: mapOf('hatch'),
  triangle: mapOf('triangle'),
  diamond: mapOf('diamond'),
  ring: mapOf('ring'),
};

/**
 * The meaning of a map's glyphs, with the number of such elements in the whole output; kinds without elements are left
 * out.
 */
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
