/** The worker's bundle as text; see the build script's inlineWorker. */
declare module 'virtual:worker' {
  const source: string;
  export default source;
}

/** An icon as text. */
declare module '*.svg' {
  const text: string;
  export default text;
}
