/** The numbers that JSON cannot represent, by the names that stand for them in a message. */
const names = ['NaN', 'Infinity', '-Infinity', '-0'] as const;
type Name = (typeof names)[number];

const tag = '$number';

/**
 * Replaces NaN, ±Infinity and −0 in a message by objects such as `{"$number": "NaN"}`. VS Code sends messages between
 * host and webview as JSON (with buffers beside it), which would turn these numbers into null and 0. Parts of the
 * message without such numbers are not copied.
 */
export function toJsonSafe(message: unknown): unknown {
  if (typeof message === 'number') {
    if (Number.isFinite(message) && !Object.is(message, -0)) return message;
    return { [tag]: Object.is(message, -0) ? '-0' : String(message) };
  }
  return mapParts(message, toJsonSafe);
}

/** Restores the message that was passed to {@link toJsonSafe}. */
export function fromJsonSafe(message: unknown): unknown {
  const name = nameOf(message);
  return name === null ? mapParts(message, fromJsonSafe) : Number(name);
}

function nameOf(message: unknown): Name | null {
  if (typeof message !== 'object' || message === null || !(tag in message)) return null;
  const written = message[tag];
  return names.find((name) => name === written) ?? null;
}

/** Applies `map` to every entry. Returns the same object if no entry changes. Leaves buffers alone. */
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
