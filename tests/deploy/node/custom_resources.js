// Reads a list of objects as JSON from standard input, and writes a list of what the types of their projects say against each.
// The generated validators know forms and required fields, TypeScript which fields there are.
import { readFileSync } from "node:fs";
import * as keda from "@kubernetes-models/keda/keda.sh/v1alpha1";
import * as prometheus from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";
import ts from "typescript";

const versions = {
  "keda.sh/v1alpha1": ["@kubernetes-models/keda/keda.sh/v1alpha1", keda],
  "monitoring.coreos.com/v1": ["@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1", prometheus],
};
const file = new URL("objects.ts", import.meta.url).pathname;
const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, types: [] };

const objects = JSON.parse(readFileSync(0, "utf8"));
const found = objects.map(() => []);
const lines = objects.map((object, number) => {
  const [place, models] = versions[object.apiVersion];
  try {
    new models[object.kind](object).validate();
  } catch (error) {
    found[number].push(error.message);
  }
  return `import type { I${object.kind} as T${number} } from "${place}"; export const o${number}: T${number} = ${JSON.stringify(object)};`;
});
const host = ts.createCompilerHost(options);
const { readFile, fileExists } = host;
host.readFile = (name) => (name === file ? lines.join("\n") : readFile(name));
host.fileExists = (name) => name === file || fileExists(name);
const read = host.getSourceFile;
host.getSourceFile = (name, target) =>
  name === file ? ts.createSourceFile(name, lines.join("\n"), target) : read.call(host, name, target);
for (const { file: at, start, messageText } of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
  found[at.getLineAndCharacterOfPosition(start).line].push(ts.flattenDiagnosticMessageText(messageText, "\n"));
}
console.log(JSON.stringify(found));
