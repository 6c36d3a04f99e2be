/**
 * Prints `build started` when the first of several bundles begins to be built and `build finished` when none is being
 * built any more, so that whoever waits for a watching build (a task of VS Code) knows when dist/ is complete.
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
