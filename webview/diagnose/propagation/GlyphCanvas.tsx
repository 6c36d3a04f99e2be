import { useEffect, useRef } from 'preact/hooks';
import { pixelRatio } from '../../viewer/paint/pixelRatio.ts';
import { px } from '../../ui/px.ts';
import { type GlyphMap, paintPropagation } from './paintPropagation.ts';

/** A map of glyphs, sized in CSS pixels. It is painted again only if `map` is another object. */
export function GlyphCanvas(props: {
  readonly map: GlyphMap;
  readonly width: number;
  readonly height: number;
  /** Names the picture for screen readers; without a label the picture is hidden from them. */
  readonly label?: string;
}) {
  const { map, width, height, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = pixelRatio.value;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) paintPropagation(context, map, across, down);
  }, [map, across, down]);
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': label };
  return (
    <canvas
      ref={canvas}
      class="glyph-canvas"
      width={across}
      height={down}
      style={{ width: px(width), height: px(height) }}
      {...named}
    />
  );
}
