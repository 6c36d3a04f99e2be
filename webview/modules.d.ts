/** The worker's bundle, deflated, in base64; see the build script's inlineWorker. */
declare module 'virtual:worker' {
  const packed: string;
  export default packed;
}

/** An icon as text. */
declare module '*.svg' {
  const text: string;
  export default text;
}

/** Values that the build script puts into the bundle. */
declare const process: { readonly env: { readonly CONVT_VERSION: string } };
