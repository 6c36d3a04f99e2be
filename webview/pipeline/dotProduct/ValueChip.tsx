import { cssColour, entryOf, type Scale } from '../../colour/scale.ts';
import { inkOn } from '../../colour/ink.ts';
import { nonFiniteGlyph } from '../../../src/scenario/text/cellText.ts';

interface Props {
  readonly value: number;
  readonly text: string;
  readonly scale: Scale;
}

/** A factor of a product, in the colour that its cell has in the panes. */
export function ValueChip({ value, text, scale }: Props) {
  if (nonFiniteGlyph(value) !== null) return <span class="chip non-finite">{text}</span>;
  const entry = entryOf(scale, value);
  return (
    <span class="chip" style={{ backgroundColor: cssColour(scale.lut, entry), color: inkOn(scale.lut, entry) }}>
      {text}
    </span>
  );
}
