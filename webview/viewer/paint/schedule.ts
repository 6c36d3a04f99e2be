/** Callbacks for the next animation frame; a callback that is scheduled twice runs once. */
const due = new Set<() => void>();
let frame = 0;

/** Runs `paint` in the next animation frame, together with everything else scheduled until then. */
export function schedule(paint: () => void): void {
  due.add(paint);
  if (frame === 0) frame = requestAnimationFrame(flush);
}

/** Cancels a call of {@link schedule}. */
export function unschedule(paint: () => void): void {
  due.delete(paint);
}

function flush(): void {
  frame = 0;
  const paints = [...due];
  due.clear();
  for (const paint of paints) paint();
}
