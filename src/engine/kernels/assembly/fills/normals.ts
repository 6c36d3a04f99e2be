import { Fill } from './fill';
import { logarithm, sineCosine } from './series';
import { uniforms } from './twister';

/** Rounds both lanes to float32 if the tensor is float32. */
@inline
function round(value: v128, single: bool): v128 {
  return single ? f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(value)) : value;
}

/**
 * Transforms two uniform numbers at `radii` and two at `angles` in place (Box and Muller): they become radius times
 * cosine and radius times sine.
 */
function boxMuller(series: usize, radii: usize, angles: usize, single: bool): void {
  const turn = single ? <f64><f32>(2 * Math.PI) : 2 * Math.PI;
  v128.store(angles, round(f64x2.mul(f64x2.splat(turn), v128.load(angles)), single));
  const uniforms = v128.load(radii);
  sineCosine(series, angles, radii);
  const logarithms = round(logarithm(series, f64x2.sub(f64x2.splat(1), uniforms)), single);
  const squares = round(f64x2.mul(f64x2.splat(-2), logarithms), single);
  const radius = round(f64x2.sqrt(squares), single);
  v128.store(radii, f64x2.mul(radius, round(v128.load(radii), single)));
  v128.store(angles, f64x2.mul(radius, round(v128.load(angles), single)));
}

/** Bytes of the 16 elements that are transformed to normal numbers together: 8 radii, then their 8 angles. */
const block: usize = 128;

/**
 * Writes the next `count` elements of a tensor, as RandnLoop of fills/randnLoop.ts does: uniform numbers, of which
 * whole blocks are transformed to normal ones.
 */
export function randn(f: Fill, count: i32): void {
  const single = f.single != 0;
  const end = f.to + (<usize>count << 3);
  uniforms(f, f.to, count, single);
  for (let at = f.to; at + block <= end; at += block) {
    for (let radii = at; radii < at + block / 2; radii += 16) {
      boxMuller(f.series, radii, radii + block / 2, single);
    }
  }
}

/**
 * Writes the next `count` results of TorchGenerator's `normal`, in order. The first may be one that was kept before; if
 * one is left over, it is kept. Four are made at a time, so up to three more are written after the last.
 */
export function normals(f: Fill, to: usize, count: i32): void {
  if (count > 0 && f.hasKept != 0) {
    store<f64>(to, f.kept);
    f.hasKept = 0;
    to += 8;
    count--;
  }
  for (; count > 0; count -= 4) {
    uniforms(f, to, count > 2 ? 4 : 2, false);
    const first = v128.load(to);
    const second = v128.load(to, 16);
    v128.store(to, v128.shuffle<i64>(first, second, 1, 3));
    v128.store(to, v128.shuffle<i64>(first, second, 0, 2), 16);
    boxMuller(f.series, to, to + 16, false);
    const cosines = v128.load(to);
    const sines = v128.load(to, 16);
    v128.store(to, v128.shuffle<i64>(cosines, sines, 0, 2));
    v128.store(to, v128.shuffle<i64>(cosines, sines, 1, 3), 16);
    if (count == 1 || count == 3) {
      f.kept = load<f64>(to + (<usize>count << 3));
      f.hasKept = 1;
    }
    to += 32;
  }
}
