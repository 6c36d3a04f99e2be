/** Code points that XML 1.0 forbids (section 2.2), tab and line breaks excepted: most control characters, lone surrogates. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Escapes a text for an element or a quoted attribute of XML, SVG or HTML. Characters that XML forbids, which no escape
 * can express, are left out.
 */
export function escapedMarkup(text: string): string {
  return text
    .replace(forbidden, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Escapes a text for an attribute of XML as {@link escapedMarkup} does, and keeps its line breaks and tabs. */
export function escapedAttribute(text: string): string {
  return escapedMarkup(text).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;').replaceAll('\r', '&#13;');
}
