import type { ElementName } from '../../src/formats/common/element.ts';
import type { ScenarioJob } from '../../src/protocol/workerMessages.ts';
import { type FilesByPath, type TensorInFile, parsedFile } from '../../src/scenario/document/filesByPath.ts';

/** The files that the page has sent to this worker, each parsed once, by the id under which runs name them. */
export class KeptFiles {
  readonly #byId = new Map<number, TensorInFile | ArrayBuffer>();

  /**
   * Keeps a file's tensor. If the bytes are no valid `.npy` file, they are kept as they are: a run that names the file
   * is refused.
   */
  give(id: number, path: string, bytes: ArrayBuffer, element?: ElementName): void {
    this.#byId.set(id, parsedFile(bytes, path, element));
  }

  forget(ids: readonly number[]): void {
    for (const id of ids) this.#byId.delete(id);
  }

  /** Returns the files of a run by the paths in its scenario. */
  named(files: ScenarioJob['files']): FilesByPath {
    return new Map(
      files.flatMap(([path, id]) => {
        const content = this.#byId.get(id);
        return content === undefined ? [] : [[path, content] as const];
      }),
    );
  }
}
