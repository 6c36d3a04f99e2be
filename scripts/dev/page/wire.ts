/** The key that marks an object as the replacement of a buffer, or of a view of a buffer, in the JSON. */
const marker = '$buffer';

/** The typed arrays that VS Code can transmit, by name. */
const views = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

type ViewName = keyof typeof views;

/**
 * Returns a message as it arrives at the other side of a webview. VS Code sends messages as JSON with the buffers
 * beside it: NaN becomes null, −0 becomes 0, undefined values are left out, and buffers are copied.
 */
export function carried(message: unknown): unknown {
  const buffers: ArrayBuffer[] = [];
  const keep = (bytes: Uint8Array<ArrayBuffer>, view: ViewName | null): object => {
    // The copy belongs to this window, even if the bytes come from another frame.
    buffers.push(bytes.slice().buffer);
    return { [marker]: { index: buffers.length - 1, view } };
  };
  const text = JSON.stringify(message, (_, value: unknown) => {
    if (kindOf(value) === 'ArrayBuffer') return keep(new Uint8Array(value as ArrayBuffer), null);
    if (!ArrayBuffer.isView(value)) return value;
    const { buffer, byteOffset, byteLength } = value as Uint8Array<ArrayBuffer>;
    return keep(new Uint8Array(buffer, byteOffset, byteLength), kindOf(value) as ViewName);
  });
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(marker in value)) return value;
    const { index, view } = value[marker] as { readonly index: number; readonly view: ViewName | null };
    const buffer = buffers[index] ?? new ArrayBuffer(0);
    return view === null ? buffer : new views[view](buffer);
  });
}

/** Returns the class name of an object. Unlike `instanceof`, also works for an object from another frame. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
