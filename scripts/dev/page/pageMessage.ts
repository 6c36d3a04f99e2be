/** What the frame around a page, or a test, tells it. */
export type PageMessage =
  { readonly kind: 'theme'; readonly theme: string } | { readonly kind: 'open'; readonly files: readonly File[] };
