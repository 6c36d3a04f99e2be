/** A move in one frame: a notch of the wheel with Ctrl, or a drag. */
export type Move = { readonly zoom: number } | { readonly pan: readonly [dx: number, dy: number] };

/**
 * Moves the unfolded matrix, one move in each frame. Runs in the debugger's page. Returns for each frame the time since the
 * previous frame and the time that all panes took to paint, which each writes to `data-paint-ms`.
 */
export async function recordMoves(
  moves: readonly Move[],
): Promise<{ readonly intervals: number[]; readonly paints: number[] }> {
  const canvas = document.querySelector<HTMLElement>('[data-pane="unfolded"] .heatmap-cells');
  if (canvas === null) throw new Error('there is no unfolded matrix');
  const box = canvas.getBoundingClientRect();
  const middle = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const at = { x: middle.clientX, y: middle.clientY };
  const pointer = (type: string, buttons: number): void => {
    const place = { clientX: at.x, clientY: at.y, pointerId: 1, bubbles: true };
    canvas.dispatchEvent(new PointerEvent(type, { ...place, button: 1, buttons }));
  };
  // A synthetic pointer cannot be captured. Its events are dispatched to the canvas, so that it need not be.
  canvas.setPointerCapture = () => undefined;
  const intervals: number[] = [];
  const paints: number[] = [];
  const frame = (): Promise<number> => new Promise((next) => requestAnimationFrame(next));
  const painted = (): number => {
    let sum = 0;
    for (const each of document.querySelectorAll<HTMLElement>('.heatmap-cells')) {
      sum += Number(each.dataset.paintMs ?? 0);
      delete each.dataset.paintMs;
    }
    return sum;
  };
  let last = await frame();
  painted();
  for (const move of moves) {
    if ('zoom' in move) {
      const wheel = {
        ...middle,
        deltaY: move.zoom,
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
      };
      canvas.dispatchEvent(new WheelEvent('wheel', wheel));
    } else {
      pointer('pointerdown', 4);
      at.x -= move.pan[0];
      at.y -= move.pan[1];
      pointer('pointermove', 4);
      pointer('pointerup', 0);
    }
    const now = await frame();
    intervals.push(now - last);
    last = now;
    // The time that a frame painted is known when the next frame begins.
    paints.push(painted());
  }
  return { intervals, paints };
}
