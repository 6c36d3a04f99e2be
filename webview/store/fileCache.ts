import type { NpyOfTensor } from '../../src/formats/readTensorAsNpy.ts';
import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { readFileRequest } from '../../src/protocol/hostMessages.ts';
import { filePathsOf, type FileShapes, shapeOfFile } from '../../src/scenario/document/filesByPath.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { EngineFile } from '../workers/engineClient.ts';

/** The tensor files that the scenario names. The page keeps their shapes, the engine their numbers. */
export interface FileCache {
  /**
   * Returns the shapes of the call's files, or the refusal of a file with an invalid header; null while a file has not
   * been read.
   */
  readonly shapesOf: (scenario: Scenario) => Result<FileShapes> | null;
  /**
   * Reads the files that are missing and drops those that the scenario does not name. Returns a refusal if a file
   * cannot be read.
   */
  readonly load: (scenario: Scenario) => Promise<Result<readonly EngineFile[]>>;
  /** Adds a file that the host has already read. */
  readonly put: (path: string, file: NpyOfTensor) => void;
  /** Drops all files because they may have changed on the disk; the next run reads them again. */
  readonly forget: () => void;
}

interface CachedFile extends EngineFile {
  readonly shape: Result<Shape>;
}

/** Creates an empty cache. `dropped` is called with the ids that no later run will name. */
export function createFileCache(host: Channel, dropped: (ids: readonly number[]) => void): FileCache {
  const files = new Map<string, CachedFile>();
  let nextId = 1;
  /** Number of calls of `forget`. */
  let generation = 0;

  const read = async (path: string): Promise<Result<NpyOfTensor>> => {
    const reply = await host.call(readFileRequest, { path }).reply;
    return reply.ok ? reply.value : refuse('file', `${path} could not be read: ${reply.error}`);
  };
  const keep = (path: string, { bytes, element }: NpyOfTensor): void => {
    let available: ArrayBuffer | null = bytes;
    files.set(path, {
      id: nextId++,
      path,
      element,
      shape: shapeOfFile(bytes, path),
      take: async () => {
        const taken = available;
        available = null;
        // The bytes were given to a worker that has died, so the file is read again.
        if (taken !== null) return ok(taken);
        const again = await read(path);
        return again.ok ? ok(again.value.bytes) : again;
      },
    });
  };
  const drop = (paths: readonly string[]): void => {
    const ids = paths.flatMap((path) => files.get(path)?.id ?? []);
    for (const path of paths) files.delete(path);
    if (ids.length > 0) dropped(ids);
  };
  return {
    shapesOf: (scenario) => {
      const shapes = new Map<string, { readonly shape: Shape }>();
      // An output to check does not belong to the shape of the call.
      for (const path of filePathsOf({ ...scenario, actual: undefined })) {
        const shape = files.get(path)?.shape;
        if (shape === undefined) return null;
        if (!shape.ok) return shape;
        shapes.set(path, { shape: shape.value });
      }
      return ok(shapes);
    },
    load: async (scenario) => {
      const paths = filePathsOf(scenario);
      for (const path of paths) {
        while (!files.has(path)) {
          const before = generation;
          const file = await read(path);
          // If the file may have changed while it was read, it is read again.
          if (before !== generation) continue;
          if (!file.ok) return file;
          if (!files.has(path)) keep(path, file.value);
        }
      }
      drop([...files.keys()].filter((path) => !paths.includes(path)));
      return ok(paths.flatMap((path) => files.get(path) ?? []));
    },
    put: (path, file) => {
      drop([path]);
      keep(path, file);
    },
    forget: () => {
      generation += 1;
      drop([...files.keys()]);
    },
  };
}
