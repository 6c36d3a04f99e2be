/** A name for a file from a name for people: letters, digits, dots and dashes only. */
export function fileName(name: string, ending: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/→/g, '-to-')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase();
  return `${plain === '' ? 'scenario' : plain}${ending}`;
}
