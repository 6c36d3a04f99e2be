/**
 * Prints `build started` when the first of several bundles starts to build and `build finished` when all are built, so
 * that a VS Code task that waits for `npm run watch` knows when dist/ is complete.
 * @returns {import('esbuild').Plugin} one plugin for all bundles
 */
export function announceBuilds() {
  let running = 0;
  return {
    name: 'announce-builds',
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('build started');
      });
      build.onEnd(() => {
        if (--running === 0) console.log('build finished');
      });
    },
  };
}
