/** What a random fill goes by: see fillKernel.ts in the folder beside this one. 32-bit integers, then float64 numbers. */
@unmanaged
export class Fill {
  /** The Mersenne Twister's words, and which of them is the next. */
  words: usize;
  next: i32;
  /** Whether the second of two normals is kept for the next call. */
  hasKept: i32;
  /** Coefficients: see Series of series.ts. */
  series: usize;
  /** Where the elements go, float64 whatever the tensor holds, with room for three more. */
  to: usize;
  /** Whether the tensor is of float32. */
  single: i32;
  /** A smooth field's planes, and the place of its next element: at 0, 0 a new plane begins. */
  height: i32;
  width: i32;
  y: i32;
  x: i32;
  /** Its plane waves: see smooth.ts. */
  waves: usize;
  waveCount: i32;
  kept: f64;
  frequency: f64;
  amplitude: f64;
  noise: f64;
}
