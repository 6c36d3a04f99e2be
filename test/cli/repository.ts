import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ConvtResult, convt } from '../../src/cli/convt.ts';
import { inFolder } from './convt.ts';

/** A Git repository in a folder that a test owns. */
export class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'core.autocrlf', 'false');
  }

  /** Runs git and returns what it prints. */
  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...args], { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  rename(from: string, to: string): void {
    mkdirSync(dirname(join(this.folder, to)), { recursive: true });
    renameSync(join(this.folder, from), join(this.folder, to));
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  /** Commits everything and returns the commit's id. */
  commit(message = 'change'): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Runs `convt` in the repository, or in a folder of it. */
  async convt(args: readonly string[], folder = ''): Promise<ConvtResult> {
    const before = process.cwd();
    process.chdir(join(this.folder, folder));
    try {
      return await convt(args);
    } finally {
      process.chdir(before);
    }
  }
}

/** Calls `use` with an empty repository, which is removed afterwards. */
export async function inRepository<T>(use: (repository: Repository) => Promise<T>): Promise<T> {
  return await inFolder((folder) => use(new Repository(folder)));
}
