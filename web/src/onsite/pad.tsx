// A signature: written in a frame with finger, pen or mouse, or, for whoever cannot, made from a typed name by keyboard alone.
import { useEffect, useId, useRef, useState } from "react";
import { useWords } from "../ui/lang.tsx";
import { words } from "./words.ts";

const wide = 600, high = 200;

function clear(c: HTMLCanvasElement): CanvasRenderingContext2D {
  const g = c.getContext("2d")!;
  g.fillStyle = "#fff";
  g.fillRect(0, 0, wide, high);
  g.strokeStyle = g.fillStyle = "#16202c";
  g.lineWidth = 4;
  g.lineCap = g.lineJoin = "round";
  return g;
}

export function Pad({ label, name, there, onSigned, onClear }: { label: string; name: string; there: boolean; onSigned: (png: Blob) => void; onClear: () => void }) {
  const t = useWords(words), id = useId(), at = useRef<HTMLCanvasElement>(null), down = useRef(false), [typed, setTyped] = useState(name);
  useEffect(() => { if (at.current && !there) clear(at.current); }, [there]);
  const point = (e: React.PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = e.currentTarget.getBoundingClientRect();
    return [((e.clientX - box.left) * wide) / box.width, ((e.clientY - box.top) * high) / box.height];
  };
  const take = () => at.current!.toBlob((b) => { if (b) onSigned(b); }, "image/png");
  const byName = () => {
    const g = clear(at.current!);
    g.font = "64px serif";
    g.textBaseline = "middle";
    g.fillText(typed.trim(), 24, high / 2, wide - 48);
    take();
  };
  return (
    <fieldset className="pad">
      <legend>{label} {there && <span className="tag palm"><span aria-hidden>✓</span>{t("sign.there")}</span>}</legend>
      <p className="small quiet" id={`${id}-how`}>{t("sign.pad")}</p>
      <canvas ref={at} width={wide} height={high} role="img" aria-label={label} aria-describedby={`${id}-how`}
        onPointerDown={(e) => { const g = e.currentTarget.getContext("2d")!; e.currentTarget.setPointerCapture(e.pointerId); down.current = true; g.beginPath(); g.moveTo(...point(e)); }}
        onPointerMove={(e) => { if (!down.current) return; const g = e.currentTarget.getContext("2d")!; g.lineTo(...point(e)); g.stroke(); }}
        onPointerUp={() => { if (down.current) { down.current = false; take(); } }} onPointerCancel={() => { down.current = false; }} />
      <div className="line">
        <label htmlFor={`${id}-name`}>{t("sign.typed")}</label>
        <input id={`${id}-name`} value={typed} maxLength={50} autoComplete="off" onChange={(e) => setTyped(e.target.value)} />
        <button type="button" disabled={!typed.trim()} onClick={byName}>{t("sign.use")}</button>
        <button type="button" onClick={() => { clear(at.current!); onClear(); }}>{t("sign.clear")}</button>
      </div>
    </fieldset>
  );
}
