import { useEffect, useRef } from 'preact/hooks';
import { mostCounted, overlapAt } from '../../src/scenario/report/checkerboard.ts';
import type { Checkerboard } from '../../src/scenario/report/checkerboard.ts';
import { colourFunction } from '../../src/colour/maps.ts';

/** Side of the image in CSS pixels, so that each counted cell has one. */
const side = mostCounted;

/** Shows the number of taps per output cell in the output's top left part, because the pattern repeats. */
export function OverlapMap({ checkerboard }: { readonly checkerboard: Checkerboard }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = checkerboard.h.counts.length;
  const columns = checkerboard.w.counts.length;
  const cell = Math.max(1, Math.floor(side / Math.max(rows, columns)));
  useEffect(() => {
    if (canvas.current !== null) paint(canvas.current, checkerboard);
  }, [checkerboard]);
  return (
    <canvas
      ref={canvas}
      width={columns}
      height={rows}
      style={{ width: `${columns * cell}px`, height: `${rows * cell}px` }}
      role="img"
      aria-label={`Overlap count, taps per cell, of the first ${rows} × ${columns} cells`}
    />
  );
}

function paint(canvas: HTMLCanvasElement, checkerboard: Checkerboard): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const peak = (counts: Uint32Array): number => counts.reduce((a, b) => Math.max(a, b), 0);
  const most = Math.max(1, peak(checkerboard.h.counts) * peak(checkerboard.w.counts));
  const colourAt = colourFunction('count');
  for (let y = 0; y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1) {
      context.fillStyle = `rgb(${colourAt(overlapAt(checkerboard, y, x) / most).join(' ')})`;
      context.fillRect(x, y, 1, 1);
    }
  }
}
