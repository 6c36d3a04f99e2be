/** Makes a file name of a title: lower-case letters, digits, dots and dashes, then `ending`. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/→/g, '-to-')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase();
  return `${plain === '' ? 'scenario' : plain}${ending}`;
}
