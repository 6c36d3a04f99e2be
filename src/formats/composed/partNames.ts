/** The ways in which PyTorch stores a weight as several tensors, by what they make of it. */
export type Composition = 'weight_norm' | 'spectral_norm' | 'prune';

/** A composed weight by its keys: those of its parts, and the one that the module gives it. */
export interface Composed {
  readonly kind: Composition;
  /** The key of the weight: "up.weight". */
  readonly key: string;
  /** The keys of its parts: (g, v) of weight_norm, (orig, u, v) of spectral_norm, (orig, mask) of prune. */
  readonly parts: readonly string[];
}

/** How the parts of a composition are named. `base` is what is before the last part of the first key. */
interface Naming {
  readonly kind: Composition;
  /** Matches the key of the first part, with the weight's module and its name. */
  readonly first: RegExp;
  readonly key: (base: string, name: string) => string;
  readonly parts: (base: string, name: string) => readonly string[];
}

const joined = (base: string, name: string): string => base + name;
const suffixed =
  (...endings: readonly string[]) =>
  (base: string, name: string): readonly string[] =>
    endings.map((ending) => `${base}${name}_${ending}`);
const parametrized =
  (...members: readonly string[]) =>
  (base: string, name: string): readonly string[] =>
    members.map((member) => `${base}parametrizations.${name}.${member}`);

/**
 * The names in state_dicts: of torch.nn.utils.weight_norm and spectral_norm, of torch.nn.utils.parametrizations, of
 * torch.nn.utils.prune, and of the spectral norm that was common before PyTorch had one (weight_bar).
 */
const namings: readonly Naming[] = [
  { kind: 'weight_norm', first: /^(.*\.)?([^.]+)_g$/s, key: joined, parts: suffixed('g', 'v') },
  { kind: 'spectral_norm', first: /^(.*\.)?([^.]+)_orig$/s, key: joined, parts: suffixed('orig', 'u', 'v') },
  { kind: 'spectral_norm', first: /^(.*\.)?([^.]+)_bar$/s, key: joined, parts: suffixed('bar', 'u', 'v') },
  { kind: 'prune', first: /^(.*\.)?([^.]+)_orig$/s, key: joined, parts: suffixed('orig', 'mask') },
  {
    kind: 'weight_norm',
    first: /^(.*\.)?parametrizations\.([^.]+)\.original0$/s,
    key: joined,
    parts: parametrized('original0', 'original1'),
  },
  {
    kind: 'spectral_norm',
    first: /^(.*\.)?parametrizations\.([^.]+)\.original$/s,
    key: joined,
    parts: parametrized('original', '0._u', '0._v'),
  },
];

/** Returns the composed weights whose parts are all among the keys of a file, in the order of their first parts. */
export function composedIn(keys: ReadonlySet<string>): readonly Composed[] {
  const found: Composed[] = [];
  for (const first of keys) {
    for (const { kind, first: pattern, key, parts } of namings) {
      const [, base = '', name] = pattern.exec(first) ?? [];
      if (name === undefined) continue;
      const all = parts(base, name);
      if (all.every((part) => keys.has(part))) {
        found.push({ kind, key: key(base, name), parts: all });
        break;
      }
    }
  }
  return found;
}

const weightPart = /^(?:.*\.)?(?:weight_(?:g|v|orig|bar)|parametrizations\.[^.]+\.original[01]?)$/s;
const anyPart = /_(?:g|v|u|orig|bar|mask)$|(?:^|\.)parametrizations\./s;

/** Returns true if PyTorch gives such a key only to a part of a weight, so that the tensor alone is none. */
export function namesWeightPart(key: string): boolean {
  return weightPart.test(key);
}

/** Returns true if a tensor of such a key may be a part of a composed weight, which only other keys tell. */
export function mayBePart(key: string): boolean {
  return anyPart.test(key);
}
