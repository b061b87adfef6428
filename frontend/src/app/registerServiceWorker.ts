/** Let the browser keep the page for when it is offline; the development server's page is never kept. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(new URL("serviceWorker.js", document.baseURI)).catch((error: unknown) => {
    // The page works without; a browser that keeps nothing, as in a private window, says so here.
    // eslint-disable-next-line no-restricted-syntax -- for whoever looks into the console
    console.info("The page is not kept for when it is offline:", error);
  });
}
