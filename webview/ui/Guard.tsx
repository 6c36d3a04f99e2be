import { messageOf } from '../../src/engine/core/messageOf.ts';
import { Component } from 'preact';
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';

interface Props {
  /** Name of the guarded part in the message: "The figure". */
  readonly name: string;
  /** The object that the part shows, such as a run. After a failure the part is drawn again when `subject` changes. */
  readonly subject: unknown;
  readonly children: ComponentChildren;
}

interface State {
  readonly failure: { readonly error: string; readonly subject: unknown } | null;
}

/** Shows an error in place of a part of the page that fails to render, and keeps the rest of the page working. */
export class Guard extends Component<Props, State> {
  override state: State = { failure: null };

  override componentDidCatch(error: unknown): void {
    // Our bug: log it so that the developer tools and the tests see it.
    console.error(error);
    this.setState({ failure: { error: messageOf(error), subject: this.props.subject } });
  }

  override render({ name, subject, children }: Props, { failure }: State) {
    if (failure === null || failure.subject !== subject) return children;
    return (
      <div class="banner failed" role="alert">
        <Icon name="error" />
        <p>
          {name} could not be drawn: {failure.error}
        </p>
      </div>
    );
  }
}
