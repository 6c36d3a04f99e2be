/** What a computation gives where there is no WebAssembly: that of the loops. */
export function withoutWebAssembly<T>(compute: () => T): T {
  const platform: { WebAssembly?: unknown } = globalThis;
  const kept = platform.WebAssembly;
  delete platform.WebAssembly;
  try {
    return compute();
  } finally {
    platform.WebAssembly = kept;
  }
}
