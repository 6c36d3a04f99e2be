import { Fill } from './fill';

const size: i32 = 624;
const middle: i32 = 397;

/** Returns the next 32 random bits, as Mt19937 of fills/mt19937.ts does. */
function uint32(f: Fill): u32 {
  let next = f.next;
  if (next == size) {
    twist(f.words);
    next = 0;
  }
  f.next = next + 1;
  let y = load<u32>(f.words + (<usize>next << 2));
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

function twist(words: usize): void {
  for (let i = 0; i < size; i++) {
    const word = words + (<usize>i << 2);
    const following = i + 1 < size ? word + 4 : words;
    const far = i + middle < size ? word + 4 * middle : word - 4 * (size - middle);
    const joined = (load<u32>(word) & 0x80000000) | (load<u32>(following) & 0x7fffffff);
    store<u32>(word, load<u32>(far) ^ (joined >> 1) ^ (joined & 1 ? 0x9908b0df : 0));
  }
}

/**
 * Writes the next `count` uniform numbers as float64: those of uniform24 if `single`, otherwise of uniform53
 * (fills/torchGenerator.ts).
 */
export function uniforms(f: Fill, to: usize, count: i32, single: bool): void {
  const end = to + (<usize>count << 3);
  for (; to < end; to += 8) {
    if (single) {
      store<f64>(to, <f64>(uint32(f) & 0xffffff) / 16777216);
    } else {
      const upper = <i64>(uint32(f) & 0x1fffff);
      store<f64>(to, <f64>((upper << 32) | <i64>uint32(f)) / 9007199254740992);
    }
  }
}
