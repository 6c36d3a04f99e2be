import { Fill } from './fill';
import { normals } from './normals';
import { sineCosine } from './series';
import { uniforms } from './twister';

/*
 * A plane wave in memory: its scale, twice; then sines and cosines of each row, then sines and cosines of each column.
 * Each of the four tables has room for a whole number of vectors.
 */

/** Returns the bytes of the table of sines along an axis. */
@inline
function axisBytes(length: i32): usize {
  return <usize>((length + 1) & ~1) << 3;
}

@inline
function waveBytes(f: Fill): usize {
  return 16 + 2 * (axisBytes(f.height) + axisBytes(f.width));
}

/** Tabulates sin(frequency·i + phase) and cos(frequency·i + phase) for 0 ≤ i < length. */
function lay(f: Fill, to: usize, frequency: f64, phase: f64, length: i32): void {
  const end = to + axisBytes(length);
  const cosines = axisBytes(length);
  let i = f64x2(0, 1);
  for (; to < end; to += 16) {
    v128.store(to, f64x2.add(f64x2.mul(f64x2.splat(frequency), i), f64x2.splat(phase)));
    sineCosine(f.series, to, to + cosines);
    i = f64x2.add(i, f64x2.splat(2));
  }
}

/** Draws the random waves of a plane and writes their tables. */
function draw(f: Fill): void {
  const pitch = waveBytes(f);
  const end = f.waves + <usize>f.waveCount * pitch;
  for (let wave = f.waves; wave < end; wave += pitch) {
    // Drawn into memory that the tables overwrite afterwards.
    normals(f, wave, 2);
    const down = f.frequency * load<f64>(wave);
    const across = f.frequency * load<f64>(wave, 8);
    uniforms(f, wave, 1, false);
    const phase = 2 * Math.PI * load<f64>(wave);
    normals(f, wave, 1);
    v128.store(wave, f64x2.splat(f.amplitude * load<f64>(wave)));
    const rows = wave + 16;
    lay(f, rows, down, phase, f.height);
    lay(f, rows + 2 * axisBytes(f.height), across, 0, f.width);
  }
}

/** Adds the waves to `count` normal numbers at `to`, which belong to the current row from the next element on. */
function add(f: Fill, to: usize, count: i32): void {
  const pitch = waveBytes(f);
  const end = f.waves + <usize>f.waveCount * pitch;
  const cosinesDown = axisBytes(f.height);
  const cosinesAcross = axisBytes(f.width);
  const noise = f64x2.splat(f.noise);
  const row = <usize>16 + (<usize>f.y << 3);
  let column = <usize>16 + 2 * cosinesDown + (<usize>f.x << 3);
  for (; count > 0; count -= 2) {
    let value = f64x2.splat(0);
    for (let wave = f.waves; wave < end; wave += pitch) {
      const down = wave + row;
      const across = wave + column;
      const sine = f64x2.mul(v128.load64_splat(down), v128.load(across + cosinesAcross));
      const cosine = f64x2.mul(v128.load64_splat(down + cosinesDown), v128.load(across));
      value = f64x2.add(value, f64x2.mul(v128.load(wave), f64x2.add(sine, cosine)));
    }
    value = f64x2.add(value, f64x2.mul(noise, v128.load(to)));
    if (count > 1) v128.store(to, value);
    else v128.store64_lane(to, value, 0);
    to += 16;
    column += 16;
  }
}

/** Writes the next `count` elements of a smooth field, as SmoothLoop of fills/smoothLoop.ts does. */
export function smooth(f: Fill, count: i32): void {
  let to = f.to;
  while (count > 0) {
    if (f.y == 0 && f.x == 0) draw(f);
    const length = min(count, f.width - f.x);
    normals(f, to, length);
    add(f, to, length);
    to += <usize>length << 3;
    count -= length;
    f.x += length;
    if (f.x < f.width) return;
    f.x = 0;
    f.y = f.y + 1 < f.height ? f.y + 1 : 0;
  }
}
