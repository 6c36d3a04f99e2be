/** The development server's own description, see `scripts/dev/server.ts`. */
export interface DevConfig {
  /** The repository, as a URI's path. */
  readonly root: string;
  /** The folder that stands for VS Code's workspace folder, as a URI's path. */
  readonly workspace: string;
  /** Which build of the bundles is served. */
  readonly version: string;
}

/** A file's size in bytes, its times in milliseconds since 1970, and its kind in VS Code's numbers. */
export interface ServedStat {
  readonly type: number;
  readonly ctime: number;
  readonly mtime: number;
  readonly size: number;
}

/** A message of the server that no page asked for. */
export type ServerEvent =
  | { readonly kind: 'build'; readonly version: string; readonly errors: readonly string[] }
  | { readonly kind: 'file'; readonly path: string };

/** The server's answer if a file cannot be read. */
interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The files of this machine that the development server may read. */
export interface DevServer {
  stat(path: string): Promise<ServedStat>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

export async function readConfig(): Promise<DevConfig> {
  return (await (await fetch('/config.json')).json()) as DevConfig;
}

/** `failed` makes the error that is thrown for a file that cannot be had. */
export function devServer(failed: (code: string, message: string) => Error): DevServer {
  const ask = async (what: string, path: string): Promise<Response> => {
    const response = await fetch(`/${what}?${new URLSearchParams({ path }).toString()}`);
    if (response.ok) return response;
    const { code, message } = (await response.json()) as Failure;
    throw failed(code, message);
  };
  return {
    stat: async (path) => (await (await ask('stat', path)).json()) as ServedStat,
    read: async (path) => new Uint8Array(await (await ask('file', path)).arrayBuffer()),
  };
}
