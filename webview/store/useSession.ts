import { type Context, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './session.ts';
import type { Viewer } from './viewer.ts';

/** The session of the debugger page that a component is part of. */
export const SessionContext: Context<Session | null> = createContext<Session | null>(null);
/** What the panes of a component's page share, whichever page it is. */
export const ViewerContext: Context<Viewer | null> = createContext<Viewer | null>(null);

/** @throws outside a debugger page */
export function useSession(): Session {
  return provided(useContext(SessionContext), 'session');
}

/** @throws outside a page */
export function useViewer(): Viewer {
  return provided(useContext(ViewerContext), 'viewer');
}

/** The value of a context that every component of a page is given. @throws where nobody has given it */
export function provided<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`The page gives its components no ${what}.`);
  return value;
}
