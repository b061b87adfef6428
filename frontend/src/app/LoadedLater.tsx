import { lazy, Suspense, useEffect } from "react";

import { registerServiceWorker } from "./registerServiceWorker";
import type { ActionName } from "./shortcuts/shortcuts";
import { useShortcuts } from "./shortcuts/useShortcuts";
import { UpdateOffer } from "./update/UpdateOffer";

interface LoadedLaterProps {
  /** What shortcuts do; one that cannot be done now has no shortcut. */
  readonly actions: Readonly<Partial<Record<ActionName, () => void>>>;
  readonly sheetOpen: boolean;
  readonly onSheet: (open: boolean) => void;
}

const ShortcutSheet = lazy(() => import("./shortcuts/ShortcutSheet").catch(() => ({ default: () => <></> })));

/** What the page can do that its first paint does not need: shortcuts, new versions, being kept for when it is offline. */
export default function LoadedLater({ actions, sheetOpen, onSheet }: LoadedLaterProps) {
  const { single, setSingle } = useShortcuts({
    ...actions,
    shortcuts: () => {
      onSheet(true);
    },
  });
  useEffect(registerServiceWorker, []);

  return (
    <>
      <UpdateOffer />
      {sheetOpen && (
        <Suspense fallback={null}>
          <ShortcutSheet
            offered={[...Object.keys(actions), "shortcuts"]}
            single={single}
            onSingle={setSingle}
            onClose={() => {
              onSheet(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
