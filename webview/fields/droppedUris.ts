/** In this order: VS Code's own list has every file, the web's standard one only those that a browser may open. */
export const uriTypes = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** The URIs of a list as drag and drop carries it (RFC 2483): one a line, comments begin with "#". */
export function urisOf(list: string): readonly string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
