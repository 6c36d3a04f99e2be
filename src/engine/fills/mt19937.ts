const size = 624;
const middle = 397;

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 8, 1998). It is seeded with the low 32 bits of
 * `seed` like its authors' `init_genrand` and PyTorch's CPU generator.
 */
export class Mt19937 {
  /**
   * The state of the generator: its words, and the index of the next one. WebAssembly code may continue from this
   * state.
   */
  readonly words = new Uint32Array(size);
  next = size;

  /** `seed`: a non-negative safe integer. */
  constructor(seed: number) {
    let word = seed % 2 ** 32;
    for (let i = 0; i < size; i++) {
      this.words[i] = word;
      word = Math.imul(1812433253, word ^ (word >>> 30)) + i + 1;
    }
  }

  /** Returns the next 32 random bits as a number 0 … 2³² − 1. */
  uint32(): number {
    if (this.next === size) this.#twist();
    let y = this.words[this.next++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.words;
    for (let i = 0; i < size; i++) {
      const joined = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % size] as number) & 0x7fffffff);
      const mask = joined & 1 ? 0x9908b0df : 0;
      state[i] = (state[(i + middle) % size] as number) ^ (joined >>> 1) ^ mask;
    }
    this.next = 0;
  }
}
