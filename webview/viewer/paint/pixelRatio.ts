import { signal } from '@preact/signals';

/** Device pixels a CSS pixel: changes with the window's zoom and when it moves to another screen. The window has one ratio, whatever pages stand in it. */
export const pixelRatio = signal(window.devicePixelRatio || 1);

function watch(): void {
  const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  query.addEventListener(
    'change',
    () => {
      pixelRatio.value = window.devicePixelRatio || 1;
      watch();
    },
    { once: true },
  );
}
watch();
