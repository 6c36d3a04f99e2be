/** Where a message of GitHub Actions is shown. Lines and columns are counted from 1. */
export interface WorkflowPlace {
  readonly file: string;
  readonly line: number;
  readonly endLine?: number;
  readonly col?: number;
  /** The last column, included. Only shown if the message is about one line. */
  readonly endColumn?: number;
}

/** Returns a workflow command, which GitHub Actions shows as an annotation at a place of a file. */
export function workflowCommand(
  level: 'error' | 'warning' | 'notice',
  place: WorkflowPlace,
  title: string,
  message: string,
): string {
  const properties = Object.entries({ ...place, title }).map(([name, value]) => `${name}=${inProperty(String(value))}`);
  return `::${level} ${properties.join(',')}::${inMessage(message)}`;
}

/** Escapes the message of a workflow command as `@actions/core` does. */
function inMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes the value of a property of a workflow command, in which a colon and a comma have a meaning. */
function inProperty(text: string): string {
  return inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
