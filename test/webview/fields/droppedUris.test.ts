import assert from 'node:assert/strict';
import { urisOf } from '../../../webview/fields/droppedUris.ts';

describe('a list of URIs that was dropped', () => {
  // The example of RFC 2483, section 5.
  for (const [list, uris] of [
    [
      '# urn:isbn:0-201-08372-8\r\nhttp://www.huh.org/books/foo.html\r\nftp://ftp.foo.org/books/foo.txt\r\n',
      ['http://www.huh.org/books/foo.html', 'ftp://ftp.foo.org/books/foo.txt'],
    ],
    ['file:///tmp/w.npy', ['file:///tmp/w.npy']],
    ['\n file:///a%20b.npy \n\n', ['file:///a%20b.npy']],
    ['', []],
  ] as const) {
    it(JSON.stringify(list), () => {
      assert.deepEqual(urisOf(list), uris);
    });
  }
});
