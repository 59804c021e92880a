// Loaded after signing in: the frame, kept apart so that the way in stays light.
import { useRouter } from "@tanstack/react-router";
import { Shell } from "./shell.tsx";
import type { Place } from "./nav.ts";

export const usePlace = (): Place => (useRouter().options.context as { place: Place }).place;

export function Frame() {
  return <Shell place={usePlace()} />;
}
