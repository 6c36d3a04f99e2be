/**
 * Characters that must not reach a line of text as they are: controls, line separators, lone surrogates, and those that
 * have no shape of their own, among them the bidirectional ones, which turn the text around them. The two joiners are
 * left, which words of Persian and of Indian languages need.
 */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Returns a text from outside, such as a name in a file, in characters that can be seen: every other one is written as an
 * escape ("\u202e"), so that two different names stay different.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
