import { findApi } from '../../dialects/dialects.ts';
import { canonicalName, usualNames } from '../layers/canonicalName.ts';
import { findFoldApi } from '../layers/folding.ts';
import { functionRuleOf, layerRuleOf } from '../layers/layerRules.ts';
import type { Chunk } from '../syntax/chunk.ts';
import type { PythonSource } from '../syntax/pythonSource.ts';
import type { Abstract, Scope } from '../values/abstract.ts';
import { builtinNames } from './callBuiltin.ts';

/**
 * Returns the scope of a module, which evaluates a statement when one of the names that it binds is first asked for.
 * `uses` receives every name that is asked for with the chunks that bind it.
 */
export function moduleScope(
  source: PythonSource,
  uses: Map<string, readonly Chunk[]>,
  run: (chunk: Chunk) => void,
): Scope {
  const variables = new Map<string, Abstract>();
  const pending = new Set<string>();
  const settled = new Map<string, Abstract | null>();
  const outer = (name: string): Abstract | null => {
    const before = settled.get(name);
    if (before !== undefined) return before;
    if (pending.has(name)) return foreignName(source, name);
    const chunks = source.binding(name);
    uses.set(name, chunks);
    if (chunks.length === 0) {
      const foreign = foreignName(source, name);
      settled.set(name, foreign);
      return foreign;
    }
    pending.add(name);
    // A definition replaces what the name was before.
    const last = chunks.map(({ isDefinition }) => isDefinition).lastIndexOf(true);
    for (const chunk of chunks.slice(Math.max(0, last))) run(chunk);
    pending.delete(name);
    return variables.get(name) ?? foreignName(source, name);
  };
  return { variables, parent: null, outer };
}

function isFramework(star: string): boolean {
  return /^(?:torch|tensorflow|keras|tf_keras|flax|jax|math|numpy|typing)\b/.test(star);
}

/** Returns what a name stands for that the module does not bind: of `import *`, of Python, or as everybody uses it. */
function foreignName(source: PythonSource, name: string): Abstract | null {
  for (const star of source.stars) {
    const full = star.slice(0, -1) + name;
    const canonical = canonicalName(full);
    const isKnown =
      findApi(full) !== null ||
      layerRuleOf(canonical) !== null ||
      functionRuleOf(canonical) !== null ||
      findFoldApi(canonical)?.name === canonical ||
      /^(?:torch\.nn|keras|keras\.models)\.(?:Sequential|ModuleList|ModuleDict|Module|Model)$/.test(canonical) ||
      canonical === 'keras.layers.Input' ||
      (canonical === `torch.${name}` && /^(?:nn|cat|randn|zeros|ones|rand)$/.test(name));
    if (isKnown) return { kind: 'external', name: full };
  }
  if (builtinNames.has(name)) return { kind: 'external', name: `builtins.${name}` };
  // A class may come from a module of which all names are imported; `nn` and `F` mean the same everywhere.
  if (/^(?:Lazy)?[Cc]onv/.test(name) && source.stars.some((star) => !isFramework(star))) return null;
  const usual = usualNames.get(name);
  return usual === undefined ? null : { kind: 'external', name: usual };
}
