/** A hidden page paints nothing; nobody is to wait for it longer than this. */
const mostMilliseconds = 100;

/** Calls back once what changed until now has been painted; returns how to take that back. */
export function afterPaint(then: () => void): () => void {
  const end = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = (): void => {
    end();
    then();
  };
  let timer = setTimeout(once, mostMilliseconds);
  // A frame's callbacks come before its paint, a timer set there after it.
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(once);
  });
  return end;
}
