/** How many of the five maps stand side by side in `width` CSS pixels; narrower, the rest goes to further rows. */
export function mapColumns(width: number): 2 | 3 | 5 {
  return width >= 840 ? 5 : width >= 480 ? 3 : 2;
}
