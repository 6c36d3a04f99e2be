/** The names of frameworks, and those under which MONAI and MMCV make PyTorch's layer. */
const transposed = /conv\w*_?transpose|\bconvtrans\b|\bbuild_upsample_layer\b/i;
const pattern =
  /conv\w*_?transpose|\bconvtrans\b|\bbuild_upsample_layer\b|\b(?:Unf|F)old\b|\b(?:unf|f)old\s*\(|import[^\n]*\b(?:unf|f)old\b/i;
/** Many programs fold something; only PyTorch's are meant. */
const usesTorch = /\btorch\b|\bnn\.|\bF\./;

/** Returns whether a text may contain calls that are looked for. Takes microseconds; most files have none. */
export function mayHaveCalls(text: string): boolean {
  return mayHaveTransposed(text) || (pattern.test(text) && usesTorch.test(text));
}

/** Returns whether a text may contain a transposed convolution. */
export function mayHaveTransposed(text: string): boolean {
  return transposed.test(text);
}

/** Returns whether a statement names what is looked for, in a text that may contain calls. */
export function namesCalls(statement: string): boolean {
  return pattern.test(statement);
}
