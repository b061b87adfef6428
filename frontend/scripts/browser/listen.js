import { once } from "node:events";
import { createServer } from "node:http";

/** @import { RequestListener } from "node:http" */

/**
 * Listen on a free port of this machine.
 *
 * @type {(listener: RequestListener) => Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function listen(listener) {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
