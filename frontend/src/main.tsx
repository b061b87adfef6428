import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/App";
import { startSpeaking } from "./app/speaking";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
// Nothing is shown in another language before.
void startSpeaking().then((spoken) => {
  createRoot(root).render(
    <StrictMode>
      <App spoken={spoken} />
    </StrictMode>,
  );
});
