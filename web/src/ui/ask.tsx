// A question that must be answered first. The browser's own dialog: it keeps the focus, closes on Escape, and needs no inline
// style, which the content policy refuses.
import { Button } from "antd";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { Trouble } from "./parts.tsx";
import { useWords } from "./lang.tsx";
import { common } from "./words.ts";

type Props = { title: string; ok: string; onOk: () => void; onClose: () => void; busy?: boolean; disabled?: boolean; danger?: boolean; error?: unknown; children: ReactNode };

export function Ask({ title, ok, onOk, onClose, busy = false, disabled = false, danger = false, error, children }: Props) {
  const t = useWords(common), at = useRef<HTMLDialogElement>(null), id = useId();
  useEffect(() => { const d = at.current!; d.showModal(); return () => d.close(); }, []);
  return (
    <dialog ref={at} className="ask-first" aria-labelledby={id} onClose={onClose} onCancel={(e) => { e.preventDefault(); onClose(); }}>
      <h2 id={id}>{title}</h2>
      {error ? <Trouble error={error} /> : null}
      {children}
      <div className="row"><Button type="primary" danger={danger} loading={busy} disabled={disabled} onClick={() => { if (!busy) onOk(); }}>{ok}</Button><Button onClick={onClose}>{t("cancel")}</Button></div>
    </dialog>
  );
}
