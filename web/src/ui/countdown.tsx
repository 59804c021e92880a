// The minutes that are left to take a signature back, counted in sight and by the clock of the server where it says what time it is.
import { useEffect, useRef, useState, type ReactNode } from "react";

export function Countdown({ until, now, label, text, onEnd, children }: { until: string; now?: string; label: string; text: string; onEnd: () => void; children: ReactNode }) {
  const [ahead] = useState(() => (now ? new Date(now).getTime() - Date.now() : 0)), [here, setHere] = useState(Date.now), ended = useRef(onEnd);
  const left = Math.max(0, Math.ceil((new Date(until).getTime() - here - ahead) / 1000)), over = left === 0;
  useEffect(() => { ended.current = onEnd; });
  useEffect(() => { const tick = setInterval(() => setHere(Date.now()), 1000); return () => clearInterval(tick); }, []);
  useEffect(() => { if (over) ended.current(); }, [over]);
  return <div className="note amber undo" role="timer"><div><span>{label}</span><div className="small quiet">{text}</div></div><b>{Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")}</b>{!over && children}</div>;
}
