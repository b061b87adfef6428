import { Component } from "react";
import type { ReactNode } from "react";

import { useWords } from "../language/LanguageContext";
import { FullPageMessage } from "./FullPageMessage";
import { pageWords } from "./page.en";

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
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const words = useWords(pageWords);
  return <FullPageMessage title={words.broken} text={words.brokenAdvice} />;
}
