import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import groovy from "highlight.js/lib/languages/groovy";
import ini from "highlight.js/lib/languages/ini";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import makefile from "highlight.js/lib/languages/makefile";
import nginx from "highlight.js/lib/languages/nginx";
import powershell from "highlight.js/lib/languages/powershell";
import properties from "highlight.js/lib/languages/properties";
import python from "highlight.js/lib/languages/python";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

/** Text, or pieces in a scope that has a colour, e.g. `keyword`. */
export type CodePiece = string | { readonly scope: string; readonly pieces: readonly CodePiece[] };

/** Cut code into coloured pieces; null when the language is not one of ours. */
export function highlight(code: string, language: string): readonly CodePiece[] | null {
  if (hljs.getLanguage(language) === undefined) return null;
  const { _emitter: emitter } = hljs.highlight(code, { language, ignoreIllegals: true });
  return emitter instanceof PieceEmitter ? emitter.pieces : null;
}

interface OpenPiece {
  readonly scope: string;
  readonly pieces: CodePiece[];
}

/**
 * Receives what highlight.js finds and keeps it as pieces, where its own emitter writes HTML.
 *
 * The engine opens and closes scopes by either pair of names.
 */
class PieceEmitter {
  readonly #root: OpenPiece = { scope: "", pieces: [] };
  readonly #open: OpenPiece[] = [this.#root];

  get pieces(): readonly CodePiece[] {
    return this.#root.pieces;
  }

  addText(text: string): void {
    if (text !== "") this.#innermost().pieces.push(text);
  }

  startScope(scope: string): void {
    const piece: OpenPiece = { scope, pieces: [] };
    this.#innermost().pieces.push(piece);
    this.#open.push(piece);
  }

  endScope(): void {
    if (this.#open.length > 1) this.#open.pop();
  }

  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  __addSublanguage(emitter: unknown, language: string): void {
    if (emitter instanceof PieceEmitter) {
      this.#innermost().pieces.push({ scope: language, pieces: emitter.pieces });
    }
  }

  finalize(): void {
    this.#open.length = 1;
  }

  toHTML(): string {
    return "";
  }

  #innermost(): OpenPiece {
    return this.#open.at(-1) ?? this.#root;
  }
}

hljs.configure({ __emitter: PieceEmitter });
hljs.registerLanguage("bash", bash);
hljs.registerLanguage("diff", diff);
hljs.registerLanguage("dockerfile", dockerfile);
hljs.registerLanguage("go", go);
hljs.registerLanguage("groovy", groovy);
hljs.registerLanguage("ini", ini);
hljs.registerLanguage("javascript", javascript);
hljs.registerLanguage("json", json);
hljs.registerLanguage("makefile", makefile);
hljs.registerLanguage("nginx", nginx);
hljs.registerLanguage("powershell", powershell);
hljs.registerLanguage("properties", properties);
hljs.registerLanguage("python", python);
hljs.registerLanguage("shell", shell);
hljs.registerLanguage("sql", sql);
hljs.registerLanguage("xml", xml);
hljs.registerLanguage("yaml", yaml);
// Near enough to colour by, though the grammars are not theirs.
hljs.registerAliases(["hcl", "terraform", "tf", "conf", "systemd"], { languageName: "ini" });
hljs.registerAliases(["jenkinsfile"], { languageName: "groovy" });
hljs.registerAliases(["typescript", "ts"], { languageName: "javascript" });
