/** A piece of a line of Python. The kind is null if the piece has the colour of plain text. */
export interface Token {
  readonly kind: 'comment' | 'string' | 'number' | 'keyword' | 'function' | null;
  readonly text: string;
}

const keywords = new Set(
  'and as assert break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield'.split(
    ' ',
  ),
);

const pattern =
  /(?<comment>#.*)|(?<string>[fr]?"(?:[^"\\]|\\.)*"|[fr]?'(?:[^'\\]|\\.)*')|(?<number>\b\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?j?\b)|(?<name>[A-Za-z_]\w*)/gi;

/**
 * Splits a line into tokens for colouring; their texts joined are the line. Strings over several lines are not
 * supported.
 */
export function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of line.matchAll(pattern)) {
    if (match.index > end) tokens.push({ kind: null, text: line.slice(end, match.index) });
    end = match.index + match[0].length;
    tokens.push({ kind: kindOf(match, line.slice(end)), text: match[0] });
  }
  if (end < line.length) tokens.push({ kind: null, text: line.slice(end) });
  return tokens;
}

function kindOf(match: RegExpMatchArray, rest: string): Token['kind'] {
  const { comment, string, number } = match.groups ?? {};
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  if (number !== undefined) return 'number';
  if (keywords.has(match[0])) return 'keyword';
  return rest.startsWith('(') ? 'function' : null;
}
