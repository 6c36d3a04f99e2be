/** Work for the next frame, of which the window has one for all pages; asking twice before the frame does it once. */
const due = new Set<() => void>();
let frame = 0;

/** Runs `paint` in the next animation frame, together with all that is asked for until then. */
export function schedule(paint: () => void): void {
  due.add(paint);
  if (frame === 0) frame = requestAnimationFrame(flush);
}

/** Takes back what {@link schedule} was asked. */
export function unschedule(paint: () => void): void {
  due.delete(paint);
}

function flush(): void {
  frame = 0;
  const now = [...due];
  due.clear();
  for (const paint of now) paint();
}
