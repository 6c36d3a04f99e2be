import { cssColour, entryOf, type Scale } from '../../src/colour/scale.ts';
import { nonFiniteGlyph } from '../../src/scenario/text/cellText.ts';
import { inkOn } from '../colour/ink.ts';

interface Props {
  readonly value: number;
  readonly text: string;
  readonly scale: Scale;
}

/** Shows a factor of a product in the colour of its cell in the panes. */
export function ValueChip({ value, text, scale }: Props) {
  if (nonFiniteGlyph(value) !== null) return <span class="chip non-finite">{text}</span>;
  const entry = entryOf(scale, value);
  return (
    <span class="chip" style={{ backgroundColor: cssColour(scale.lut, entry), color: inkOn(scale.lut, entry) }}>
      {text}
    </span>
  );
}
