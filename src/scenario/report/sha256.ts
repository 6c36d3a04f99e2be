import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { finish, type Steps } from '../../engine/core/steps.ts';
import { bytesPerElement, type DType, type Tensor } from '../../engine/core/tensor.ts';

/** Elements that are hashed at once. */
const chunk = 4096;

/** Computes the SHA-256 of a sequence of numbers, each written little-endian in the given dtype. */
export class NumberHash {
  readonly #hash = sha256.create();
  readonly #size: 4 | 8;
  readonly #view: DataView<ArrayBuffer>;
  #filled = 0;

  constructor(dtype: DType) {
    this.#size = bytesPerElement(dtype);
    this.#view = new DataView(new ArrayBuffer(chunk * this.#size));
  }

  push(value: number): void {
    if (this.#size === 4) this.#view.setFloat32(this.#filled, value, true);
    else this.#view.setFloat64(this.#filled, value, true);
    this.#filled += this.#size;
    if (this.#filled === this.#view.byteLength) this.#flush();
  }

  /** Returns 64 hexadecimal digits. The hash cannot be used afterwards. */
  digest(): string {
    this.#flush();
    return bytesToHex(this.#hash.digest());
  }

  #flush(): void {
    this.#hash.update(new Uint8Array(this.#view.buffer, 0, this.#filled));
    this.#filled = 0;
  }
}

/** Returns `hashlib.sha256(array.tobytes()).hexdigest()` of the tensor as a C-contiguous NumPy array. */
export function tensorDigest(tensor: Tensor): string {
  return finish(hashTensor(tensor));
}

/** Elements that are hashed between two progress steps; takes a few milliseconds. */
const perStep = 2 ** 16;

/** Computes {@link tensorDigest} in steps, for tensors of any size. */
export function* hashTensor({ dtype, data }: Tensor): Steps<string> {
  const hash = new NumberHash(dtype);
  for (let from = 0; from < data.length; from += perStep) {
    for (const value of data.subarray(from, from + perStep)) hash.push(value);
    yield { stage: 'hash', done: from, total: data.length };
  }
  return hash.digest();
}
