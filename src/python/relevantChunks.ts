import type { Chunk } from './syntax/chunk.ts';
import type { PythonSource } from './syntax/pythonSource.ts';

const hits = new WeakMap<Chunk, boolean>();
const pattern = /conv\w*_?transpose|\bunfold\b|\bfold\b/i;

/** Returns whether a text may contain calls that are looked for. Takes microseconds; most files have none. */
export function mayHaveCalls(text: string): boolean {
  return pattern.test(text);
}

/** Names that would lead from one script's line to all others. */
const everywhere = new Set([
  'self',
  'torch',
  'nn',
  'F',
  'np',
  'os',
  'sys',
  'tf',
  'keras',
  'layers',
  'jax',
  'jnp',
  'plt',
  'i',
  'f',
  'args',
  'device',
]);

/**
 * Returns the chunks that matter to the calls in a source, in order: those that contain one, and those that use what these
 * define, such as the lines of a script that make a network and apply it.
 */
export function relevantChunks(source: PythonSource): readonly Chunk[] {
  const relevant = new Set<Chunk>();
  const names = new Set<string>();
  const add = (chunk: Chunk): boolean => {
    if (relevant.has(chunk)) return false;
    relevant.add(chunk);
    for (const name of chunk.names) if (!everywhere.has(name)) names.add(name);
    return true;
  };
  for (const chunk of source.chunks) {
    let isHit = hits.get(chunk);
    if (isHit === undefined) hits.set(chunk, (isHit = mayHaveCalls(chunk.text)));
    if (isHit) add(chunk);
  }
  if (relevant.size === 0) return [];
  // Each round follows the names one step further; few networks are deeper.
  for (let round = 0, isGrowing = true; isGrowing && round < 6; round += 1) {
    isGrowing = false;
    const wanted = [...names];
    for (const chunk of source.chunks) {
      if (relevant.has(chunk) || !wanted.some((name) => chunk.words.has(name))) continue;
      isGrowing = add(chunk) || isGrowing;
    }
  }
  return source.chunks.filter((chunk) => relevant.has(chunk));
}
