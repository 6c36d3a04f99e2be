import { type Context, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './session.ts';
import type { Viewer } from './viewer.ts';

/** The session of the debugger page that a component is part of. */
export const SessionContext: Context<Session | null> = createContext<Session | null>(null);
/** The viewer of the page that a component is part of: the debugger, a tensor file or a comparison. */
export const ViewerContext: Context<Viewer | null> = createContext<Viewer | null>(null);

/** Returns the session of the page. @throws outside a debugger page */
export function useSession(): Session {
  return provided(useContext(SessionContext), 'session');
}

/** Returns the viewer of the page. @throws outside a page */
export function useViewer(): Viewer {
  return provided(useContext(ViewerContext), 'viewer');
}

/** Returns the value of a context. @throws if no provider has set it */
export function provided<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`No ${what} is provided to this component.`);
  return value;
}
