import packed from 'virtual:worker';

let script: Promise<Blob> | undefined;

/**
 * The workers' script. It is packed in the page's own, which VS Code sends in small pieces where it
 * runs in a browser or on another machine; the browser unpacks it in a moment, when it is first asked for.
 */
export function workerScript(): Promise<Blob> {
  return (script ??= unpack(packed));
}

async function unpack(base64: string): Promise<Blob> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return await new Response(text, { headers: { 'content-type': 'text/javascript' } }).blob();
}
