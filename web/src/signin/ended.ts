// Whether the session ended under an open page. The page stays, with all that was typed into it, and asks to sign in again.
import { useSyncExternalStore } from "react";

let ended = false;
const watchers = new Set<() => void>();

export function setEnded(now: boolean): void {
  if (ended === now) return;
  ended = now;
  watchers.forEach((w) => w());
}

const watch = (w: () => void): (() => void) => { watchers.add(w); return () => watchers.delete(w); };
export const useEnded = (): boolean => useSyncExternalStore(watch, () => ended);
