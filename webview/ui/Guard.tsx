import { messageOf } from '../../src/engine/core/messageOf.ts';
import { Component } from 'preact';
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';

interface Props {
  /** The guarded part, for the message: "The figure". */
  readonly name: string;
  /** The part is drawn again when this changes: the run that it shows. */
  readonly of: unknown;
  readonly children: ComponentChildren;
}

interface State {
  readonly failed: { readonly error: string; readonly of: unknown } | null;
}

/** A part of the page that fails says so at its place, and the rest of the page lives on. */
export class Guard extends Component<Props, State> {
  override state: State = { failed: null };

  override componentDidCatch(error: unknown): void {
    // A fault of the page: the developer tools (and the tests) are to see it.
    console.error(error);
    this.setState({ failed: { error: messageOf(error), of: this.props.of } });
  }

  override render({ name, of, children }: Props, { failed }: State) {
    if (failed === null || failed.of !== of) return children;
    return (
      <div class="banner failed" role="alert">
        <Icon name="error" />
        <p>
          {name} could not be drawn: {failed.error}
        </p>
      </div>
    );
  }
}
