import { type Node, parseTree } from 'jsonc-parser';

/**
 * Returns the line, counted from 0, of each top-level key in the text of a `*.convt.json`. Of several equal keys the last
 * counts, as for `JSON.parse`. The text may have comments, trailing commas and syntax errors.
 */
export function linesOfKeys(text: string): ReadonlyMap<string, number> {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const lines = new Map<string, number>();
  let [line, from] = [0, 0];
  for (const property of root?.children ?? []) {
    const key: Node | undefined = property.children?.[0];
    if (typeof key?.value !== 'string') continue;
    line += text.slice(from, key.offset).match(/\r\n|\r|\n/g)?.length ?? 0;
    from = key.offset;
    lines.set(key.value, line);
  }
  return lines;
}
