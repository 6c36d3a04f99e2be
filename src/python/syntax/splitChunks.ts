const [newline, hash, quote, apostrophe, backslash, space, tab, at] = [10, 35, 34, 39, 92, 32, 9, 64];
const [carriageReturn, formFeed] = [13, 12];

/** A line that begins a statement even inside brackets: whoever types has not closed them yet. */
const beginsStatement = /^(?:(?:class|def)\s+\w|async\s+def\s|import\s+\w|from\s+[.\w]+\s+import\b|@\w)/;
/** A line that continues the statement before it. */
const continues = /^(?:else|elif|except|finally)\b/;

/**
 * Yields the positions where the statements at the outermost level of a Python file begin, from `start`, which is such a
 * position or 0. Comment lines directly above a statement belong to it. The positions depend only on the text after
 * `start`.
 */
export function* splitChunks(text: string, start: number): Generator<number> {
  let depth = 0;
  let line = start;
  /** The first of the comment lines above the current line; -1 if there is none. */
  let comments = -1;
  let isDecorated = false;
  let isFirst = true;
  while (line < text.length) {
    const first = text.charCodeAt(line);
    if (first === hash && depth === 0) {
      if (comments < 0) comments = line;
      line = endOfLine(text, line);
      continue;
    }
    const isBlank = first === newline || first === carriageReturn;
    const isIndented = first === space || first === tab || first === formFeed;
    if (!isBlank && !isIndented && !isCloser(first)) {
      if (depth > 0 && beginsStatement.test(text.slice(line, line + 200))) depth = 0;
      if (depth === 0) {
        if (!isDecorated && !continues.test(text.slice(line, line + 8))) {
          const from = comments < 0 ? line : comments;
          if (!isFirst && from > start) yield from;
          isFirst = false;
        }
        isDecorated = first === at;
      }
    }
    // The statement's line and those that it continues on, through strings, brackets and backslashes.
    let i = line;
    comments = -1;
    for (; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === newline) break;
      if (code === hash) {
        i = endOfLine(text, i) - 2;
        if (text.charCodeAt(i + 1) !== newline) i += 1;
      } else if (code === backslash) {
        if (text.charCodeAt(i + 1) === carriageReturn) i += 1;
        i += 1;
      } else if (code === quote || code === apostrophe) i = endOfString(text, i, code) - 1;
      else if (code === 40 || code === 91 || code === 123) depth += 1;
      else if (isCloser(code)) depth = Math.max(0, depth - 1);
    }
    line = i + 1;
  }
}

function isCloser(code: number): boolean {
  return code === 41 || code === 93 || code === 125;
}

/** Returns the position after the line break of the line that contains `from`. */
function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

/** Returns the position after a string literal; a string without an end ends with its line, or a long one with the text. */
function endOfString(text: string, from: number, mark: number): number {
  const isLong = text.charCodeAt(from + 1) === mark && text.charCodeAt(from + 2) === mark;
  for (let i = from + (isLong ? 3 : 1); i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === backslash) i += 1;
    else if (code === newline && !isLong) return i;
    else if (code === mark) {
      if (!isLong) return i + 1;
      if (text.charCodeAt(i + 1) === mark && text.charCodeAt(i + 2) === mark) return i + 3;
    }
  }
  return text.length;
}
