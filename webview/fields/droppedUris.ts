/** Drag data types with URIs, in order of preference: VS Code's list has every file, the standard one only some. */
export const uriTypes = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** Parses a `text/uri-list` (RFC 2483): one URI per line; a line that begins with "#" is a comment. */
export function urisOf(list: string): readonly string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
