import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import { reviewAnswer, reviewTexts } from '../../review/changes/reviewTexts.ts';
import { readReview } from '../inputs/readReview.ts';
import { drive } from '../../protocol/drive.ts';
import { filePathsOf, parsedFiles } from '../../scenario/document/filesByPath.ts';
import type { ToolHost } from '../../tools/shared/tool.ts';
import { readScenarioTensors } from '../files/loadTensorFiles.ts';
import { readText } from '../files/readBytes.ts';

/**
 * Creates the host of the tools: reads files in or below the given folders only, however a path or a symbolic link leads
 * there. Relative paths start from the first folder. `signal` cancels computations.
 */
export function folderHost(folders: readonly [string, ...string[]], memoryCap: number, signal: AbortSignal): ToolHost {
  const placeOf = (path: string, from: string | null): string =>
    resolve(from === null ? folders[0] : dirname(resolve(folders[0], from)), path);
  return {
    memoryCap,
    readText: async (path) => {
      const allowed = await allowedPath(path, placeOf(path, null), folders);
      return allowed.ok ? await readText(allowed.value, memoryCap) : allowed;
    },
    readTensors: async (scenario, document) => {
      const places = new Map<string, string>();
      for (const path of filePathsOf(scenario)) {
        const { file, key } = tensorPathOf(path);
        const allowed = await allowedPath(file, placeOf(file, document), folders);
        if (!allowed.ok) return allowed;
        places.set(path, tensorPathText({ file: allowed.value, key }));
      }
      const read = await readScenarioTensors(scenario, memoryCap, (path) => places.get(path) ?? path);
      return read.ok ? ok(parsedFiles(read.value)) : read;
    },
    review: async (versions) => {
      if (versions.kind === 'texts') {
        const compared = reviewTexts(versions.file, versions.before, versions.after);
        return compared.ok ? ok(reviewAnswer(compared.value)) : compared;
      }
      const paths: string[] = [];
      for (const path of versions.paths) {
        const allowed = await allowedPath(path, placeOf(path, null), folders, true);
        if (!allowed.ok) return allowed;
        paths.push(allowed.value);
      }
      const [folder] = folders;
      const { base } = versions;
      // The repository may be larger than the folder.
      const within = paths.length === 0 ? [folder] : paths;
      const read = await readReview({ folder, base: base ?? 'HEAD', head: null, paths: within, memoryCap });
      return read.ok ? ok(reviewAnswer(read.value)) : read;
    },
    finish: async (steps) => {
      try {
        const driven = await drive(steps, {
          now: () => performance.now(),
          pause: () => new Promise((done) => setImmediate(done)),
          cancelled: () => signal.aborted,
          progress: () => undefined,
        });
        return driven === null ? refuse('scenario', 'The computation was cancelled.') : driven.value;
      } catch (error) {
        if (error instanceof RangeError) return refuse('memory', `not enough memory: ${messageOf(error)}`);
        throw error;
      }
    },
  };
}

/** Returns the absolute path of a file that may be read. Refuses a file outside the folders; `named` is its name. */
async function allowedPath(
  named: string,
  path: string,
  folders: readonly string[],
  orFolder = false,
): Promise<Result<string>> {
  // A file that does not exist has no real path; reading it is refused with the reason.
  const real = await realpath(path).catch(() => path);
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => resolve(folder))));
  if (roots.some((root) => isInside(root, real) || (orFolder && root === real))) return ok(path);
  return refuse(
    'file',
    `${named} is outside the folders that may be read (${folders.join(', ')}). Pass a file in one of them, or start convt mcp with its folder: convt mcp FOLDER.`,
  );
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}
