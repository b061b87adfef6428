import { Component } from "react";
import type { ReactNode } from "react";

import { FullPageMessage } from "./FullPageMessage";

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/** Shows a way out when the page itself fails; React logs the error to the console. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <FullPageMessage
        title="Something in this page broke"
        text="This is a fault of the page, not of your question. Reload it to go on; what was said is kept."
      />
    );
  }
}
