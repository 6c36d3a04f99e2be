/** The configuration that `scripts/dev/server.ts` serves at `/config.json`. */
export interface DevConfig {
  /** The path of the repository, in the form that URIs have. */
  readonly root: string;
  /** The path of the workspace folder, in the form that URIs have. */
  readonly workspace: string;
  /** The version of the build that is served. */
  readonly version: string;
}

/** A file's size in bytes, its times in milliseconds since 1970, and its type (a number of `vscode.FileType`). */
export interface ServedStat {
  readonly type: number;
  readonly ctime: number;
  readonly mtime: number;
  readonly size: number;
}

/** An event that the server sends to all pages. */
export type ServerEvent =
  | { readonly kind: 'build'; readonly version: string; readonly errors: readonly string[] }
  | { readonly kind: 'file'; readonly path: string };

/** The response of the server if a file cannot be read. */
interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Access to the files that the development server may read. */
export interface DevServer {
  stat(path: string): Promise<ServedStat>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

export async function readConfig(): Promise<DevConfig> {
  return (await (await fetch('/config.json')).json()) as DevConfig;
}

/** Returns a client of the development server. If a file cannot be read, it throws the error that `failed` returns. */
export function devServer(failed: (code: string, message: string) => Error): DevServer {
  const request = async (route: string, path: string): Promise<Response> => {
    const response = await fetch(`/${route}?${new URLSearchParams({ path }).toString()}`);
    if (response.ok) return response;
    const { code, message } = (await response.json()) as Failure;
    throw failed(code, message);
  };
  return {
    stat: async (path) => (await (await request('stat', path)).json()) as ServedStat,
    read: async (path) => new Uint8Array(await (await request('file', path)).arrayBuffer()),
  };
}
