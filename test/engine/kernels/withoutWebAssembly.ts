/** Returns the result of a computation without WebAssembly, that is, of the loops. */
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
