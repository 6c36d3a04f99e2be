import type * as vscode from 'vscode';

/** Matches scheme, authority, path, query and fragment of a URI (RFC 3986, appendix B). */
const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;

type Components = Partial<Record<'scheme' | 'authority' | 'path' | 'query' | 'fragment', string>>;

/** Implements VS Code's `Uri`, which is immutable and has decoded parts. */
export class Uri implements vscode.Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  private constructor({ scheme = '', authority = '', path = '', query = '', fragment = '' }: Components) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
    this.query = query;
    this.fragment = fragment;
  }

  /**
   * Parses a URI.
   * @throws if `strict` is true and the text has no scheme
   */
  static parse(text: string, strict = false): Uri {
    const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = parts.exec(text) ?? [];
    if (strict && scheme === '') throw new Error(`${JSON.stringify(text)} has no scheme.`);
    const [a, p, q, f] = [authority, path, query, fragment].map(decodeURIComponent);
    return Uri.from({
      scheme: scheme === '' ? 'file' : scheme,
      authority: a ?? '',
      path: p ?? '',
      query: q ?? '',
      fragment: f ?? '',
    });
  }

  /** Returns the URI of a file on this machine. `path` is its full path: `/home/x` or `C:\x`. */
  static file(path: string): Uri {
    const slashed = /^[a-z]:/i.test(path) ? `/${path.replaceAll('\\', '/')}` : path;
    return Uri.from({ scheme: 'file', path: slashed });
  }

  static from(components: Components & { readonly scheme: string }): Uri {
    return new Uri(components);
  }

  static joinPath(base: Uri, ...segments: readonly string[]): Uri {
    const kept: string[] = [];
    for (const segment of [base.path, ...segments].join('/').split('/')) {
      if (segment === '..') kept.pop();
      else if (segment !== '' && segment !== '.') kept.push(segment);
    }
    return base.with({ path: `/${kept.join('/')}` });
  }

  get fsPath(): string {
    return this.path.replace(/^\/([a-z]:)/i, '$1');
  }

  with(change: Components): Uri {
    const { scheme, authority, path, query, fragment } = this;
    return new Uri({ scheme, authority, path, query, fragment, ...change });
  }

  toString(skipEncoding = false): string {
    const encode = skipEncoding ? (text: string) => text : encodeURIComponent;
    const slashes = this.authority !== '' || this.scheme === 'file' ? '//' : '';
    // The colon before a port is not encoded.
    const authority = encode(this.authority).replace('%3A', ':');
    const path = this.path.split('/').map(encode).join('/');
    const query = this.query === '' ? '' : `?${encode(this.query)}`;
    const fragment = this.fragment === '' ? '' : `#${encode(this.fragment)}`;
    return `${this.scheme}:${slashes}${authority}${path}${query}${fragment}`;
  }

  toJSON(): Components {
    const { scheme, authority, path, query, fragment } = this;
    return { scheme, authority, path, query, fragment };
  }
}
