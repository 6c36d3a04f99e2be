import { Tiling } from './tiling';

/**
 * V = Bᵀ d B of the selected tiles, of channels `from` … `to` − 1: lanes are tiles of one row. What the
 * last lanes write behind a row is overwritten by the next row, or is no tile's.
 */
export function tilesIn<T>(t: Tiling, from: i32, to: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const down = t.down + 1;
  const across = t.across + 1;
  const magnitude = <bool>t.magnitude;
  for (let channel = from; channel < to; channel++) {
    const plane = t.input + <usize>channel * t.plane + <usize>t.firstColumn * sizeof<T>();
    let row = t.inputRows + (<usize>(t.firstRow * down) << 2);
    let into = t.tiles + <usize>channel * t.pitch;
    const next = <usize>t.channels * t.pitch;
    for (let r = 0; r < t.tileRows; r++) {
      const d0 = plane + load<u32>(row), d1 = plane + load<u32>(row, 4), d2 = plane + load<u32>(row, 8);
      const d3 = down == 4 ? plane + load<u32>(row, 12) : 0;
      for (let column = 0; column < t.tileColumns; column += lanes) {
        const x = <usize>column * sizeof<T>();
        let at = x;
        for (let k = 0; k < across; k++) {
          const place = at + (k & 1 ? t.half : 0);
          const temporary = t.scratch + (<usize>k << 4);
          if (down == 4) four<T>(v128.load(d0 + place), v128.load(d1 + place), v128.load(d2 + place), v128.load(d3 + place), temporary, 64, magnitude);
          else three<T>(v128.load(d0 + place), v128.load(d1 + place), v128.load(d2 + place), temporary, 64, magnitude);
          if (k & 1) at += t.step;
        }
        let out = into + x;
        for (let xi = 0; xi < down; xi++) {
          const temporary = t.scratch + (<usize>xi << 6);
          const a = v128.load(temporary), b = v128.load(temporary, 16), c = v128.load(temporary, 32);
          if (across == 4) four<T>(a, b, c, v128.load(temporary, 48), out, next, magnitude);
          else three<T>(a, b, c, out, next, magnitude);
          out += <usize>across * next;
        }
      }
      into += <usize>t.tileColumns * sizeof<T>();
      row += <usize>down << 2;
    }
  }
}

/** a − b; of magnitudes, whose coefficients are positive, a + b. */
@inline
function minus<T>(a: v128, b: v128, magnitude: bool): v128 {
  return magnitude ? v128.add<T>(a, b) : v128.sub<T>(a, b);
}

/** Bᵀ d of F(2, 3). */
@inline
function four<T>(d0: v128, d1: v128, d2: v128, d3: v128, to: usize, next: usize, magnitude: bool): void {
  v128.store(to, minus<T>(d0, d2, magnitude));
  v128.store(to + next, v128.add<T>(d1, d2));
  v128.store(to + 2 * next, minus<T>(d2, d1, magnitude));
  v128.store(to + 3 * next, minus<T>(d1, d3, magnitude));
}

/** Bᵀ d of F(2, 2). */
@inline
function three<T>(d0: v128, d1: v128, d2: v128, to: usize, next: usize, magnitude: bool): void {
  v128.store(to, minus<T>(d0, d1, magnitude));
  v128.store(to + next, d1);
  v128.store(to + 2 * next, minus<T>(d2, d1, magnitude));
}
