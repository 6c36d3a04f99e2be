/** The numbers that JSON cannot carry, and how they travel. */
const names = ['NaN', 'Infinity', '-Infinity', '-0'] as const;
type Name = (typeof names)[number];

const tag = '$number';

/**
 * The same message with NaN, ±Infinity and −0 wrapped as `{"$number": "NaN"}`. VS Code carries
 * messages between host and webview as JSON (with buffers beside it), which would make null and 0
 * of them. Parts in which there is nothing to wrap are not copied.
 */
export function toJsonSafe(message: unknown): unknown {
  if (typeof message === 'number') {
    if (Number.isFinite(message) && !Object.is(message, -0)) return message;
    return { [tag]: Object.is(message, -0) ? '-0' : String(message) };
  }
  return mapParts(message, toJsonSafe);
}

/** The message that {@link toJsonSafe} was given. */
export function fromJsonSafe(message: unknown): unknown {
  const name = nameOf(message);
  return name === null ? mapParts(message, fromJsonSafe) : Number(name);
}

function nameOf(message: unknown): Name | null {
  if (typeof message !== 'object' || message === null || !(tag in message)) return null;
  const written = message[tag];
  return names.find((name) => name === written) ?? null;
}

/** Applies `map` to every entry; the object itself when nothing changes. Buffers are left alone. */
function mapParts(message: unknown, map: (part: unknown) => unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  if (message instanceof ArrayBuffer || ArrayBuffer.isView(message)) return message;
  if (Array.isArray(message)) {
    const parts: readonly unknown[] = message;
    const mapped = parts.map(map);
    return mapped.every((part, index) => Object.is(part, parts[index])) ? message : mapped;
  }
  const entries = Object.entries(message);
  const mapped = entries.map(([key, part]): [string, unknown] => [key, map(part)]);
  const same = mapped.every(([, part], index) => Object.is(part, entries[index]?.[1]));
  return same ? message : Object.fromEntries(mapped);
}
