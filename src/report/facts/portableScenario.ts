import { nameOfPath, tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { withFiles, withoutSchema } from '../../scenario/document/withFiles.ts';

/** A scenario as it is handed on, and the tensors that it names. */
export interface MovedScenario {
  readonly scenario: Scenario;
  /** For each path that the given scenario names, its path in `scenario`. */
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * Returns a scenario without what is only true on this machine: an absolute path becomes the name of the file, and the
 * address of the schema is left out. Files that would have the same name get a number. Relative paths stay.
 */
export function portableScenario(scenario: Scenario): MovedScenario {
  const paths = new Map<string, string>();
  const files = new Map<string, string>();
  const moved = withFiles(scenario, (path) => {
    const { file, key } = tensorPathOf(path);
    const known = files.get(file) ?? freeName(portableName(file), new Set(files.values()));
    files.set(file, known);
    const portable = tensorPathText({ file: known, key });
    paths.set(path, portable);
    return portable;
  });
  return { scenario: withoutSchema(moved), paths };
}

/** Returns the last part of an absolute path of POSIX or Windows, and any other path as it is. */
function portableName(path: string): string {
  return /^([\\/]|[a-z]:[\\/])/i.test(path) ? nameOfPath(path) : path;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${count}-${name}`;
    if (!taken.has(candidate)) return candidate;
  }
}
