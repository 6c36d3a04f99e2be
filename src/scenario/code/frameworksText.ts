import type { FrameworkCall } from '../../dialects/frameworkCalls.ts';
import { commentText } from './literals.ts';

/** Writes a call in the words of every framework as one Python file, a section for each. `name` says what is called. */
export function frameworksText(name: string, calls: readonly FrameworkCall[]): string {
  const sections = calls.map(({ title, writing }) => {
    const written = writing.kind === 'written' ? writing.written : writing.nearest;
    const lines = [
      `# --- ${title} ---`,
      ...(writing.kind === 'impossible'
        ? [
            `# Cannot be expressed in ${title}: ${commentText(writing.because)}`,
            ...(written === null ? [] : ['# The nearest way:']),
          ]
        : []),
      ...(written?.notes ?? []).map((note) => `# ${commentText(note)}`),
      ...(written === null ? [] : [written.program.trimEnd()]),
    ];
    return lines.join('\n');
  });
  const heading = `# ${commentText(name)} in other frameworks, from the NumPy arrays x, w and b.`;
  return `${[heading, ...sections].join('\n\n')}\n`;
}
