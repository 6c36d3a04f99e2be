import { signal } from '@preact/signals';

/** Device pixels per CSS pixel of the window. The ratio changes with the window's zoom and its screen. */
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
