// What can be done now: each act opens the form its table gives, tells what it leads to, and is sent once.
import { Button, Checkbox } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { Refused } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Tag, Trouble } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { act, caseKey, foremost, given, hasWord, newKey, readCase, unanswered, type Answers, type Choosable, type Offer, type Page } from "./case.ts";
import { Form } from "./form.tsx";
import { kindOf } from "./panels.tsx";
import type { Attachment } from "./upload.tsx";
import { words } from "./words.ts";

/** What was typed in a form that was closed: kept until it is sent. */
type Kept = { value: Answers; files: Record<string, Attachment[]>; key: string };

export function Moves({ of: p, records, preview, start, onDone }: { of: Page; records: readonly Choosable[]; preview: (act: string) => ReactNode; start: (act: string) => Answers; onDone: (said: string) => void }) {
  const t = useWords(words), text = useText(), [open, setOpen] = useState<Offer>(), kept = useRef<Record<string, Kept>>({}), first = foremost(p);
  const moves = p.moves ?? [];
  if (moves.length === 0) return p.ended ? null : <p className="quiet">{t("moves.none")}</p>;
  const blocked = moves.filter((m) => m.apart || (m.missing ?? []).length > 0), free = moves.filter((m) => !blocked.includes(m));
  const ordered = [...free].sort((a, b) => Number(b.act === first) - Number(a.act === first) || Number(a.weight === "heavy") - Number(b.weight === "heavy"));
  return (
    <div className="moves">
      <div className="row">{ordered.map((m) => <Button key={m.act} type={m.act === first ? "primary" : "default"} danger={m.weight === "heavy"} onClick={() => setOpen(m)}>{text(m.name)}{(m.form ?? []).length > 0 || m.weight ? "…" : ""}</Button>)}</div>
      {ordered.some((m) => m.waits) && <p className="small quiet">{t("moves.waits")}</p>}
      {blocked.length > 0 && <ul className="plain small blocked">{blocked.map((m) => <li key={m.act}><Tag mark="—">{text(m.name)}</Tag> {m.apart ? t("moves.apart") : t("moves.missing", { what: (m.missing ?? []).map((x) => { const k = `need.${x}`; return hasWord(k) ? t(k) : x.endsWith("_drafted") || x.startsWith("drafted_") ? t("need.drafted") : x; }).join(t("join")) })}</li>)}</ul>}
      {open && <Doing key={open.act} offer={open} of={p} records={records} preview={preview(open.act)} kept={kept.current[open.act] ?? { value: start(open.act), files: {}, key: newKey() }} keep={(k) => { kept.current[open.act] = k; }}
        onClose={() => setOpen(undefined)} onDone={(said) => { delete kept.current[open.act]; setOpen(undefined); onDone(said); }} />}
    </div>
  );
}

function Doing({ offer: m, of: p, records, preview, kept, keep, onClose, onDone }: { offer: Offer; of: Page; records: readonly Choosable[]; preview: ReactNode; kept: Kept; keep: (k: Kept) => void; onClose: () => void; onDone: (said: string) => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient();
  const [k, setKept] = useState(kept), [wrong, setWrong] = useState<string[]>([]), [sure, setSure] = useState(false), [changed, setChanged] = useState<Page>();
  const form = m.form ?? [], put = (next: Kept) => { setKept(next); keep(next); };
  const doing = useMutation({
    mutationFn: () => act(p.id, m.act, { version: (changed ?? p).version, fields: given(form, k.value), key: k.key }),
    onSuccess: async (a) => { await queries.invalidateQueries({ queryKey: caseKey(p.id) }); void queries.invalidateQueries({ queryKey: ["cases"] }); onDone(a.waiting ? t("done.waits", { act: text(m.name) }) : t("done", { act: text(m.name) })); },
    onError: async (e) => {
      if (!(e instanceof Refused)) return;
      const field = e.problem.field?.replace(/^fields\./, "");
      if (field && form.some((f) => f.name === field)) setWrong([field]);
      if (["caseflow.changed", "caseflow.not_now"].includes(e.problem.code)) { const now = await readCase(p.id).catch(() => undefined); if (now) { setChanged(now); put({ ...k, key: newKey() }); } }
    },
  });
  const send = () => {
    const missing = unanswered(form, k.value);
    setWrong(missing);
    if (missing.length === 0 && (m.weight !== "heavy" || sure) && !doing.isPending) doing.mutate();
  };
  const still = !changed || (changed.moves ?? []).some((o) => o.act === m.act);
  return (
    <Dialog open title={text(m.name)} onCancel={onClose} width={640} maskClosable={false} destroyOnHidden
      footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" danger={m.weight === "heavy"} disabled={!still || (m.weight === "heavy" && !sure)} loading={doing.isPending} onClick={send}>{m.waits ? t("send.waits") : text(m.name)}</Button></>}>
      <form onSubmit={(e) => { e.preventDefault(); send(); }} onKeyDown={(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) send(); }}>
        {changed ? <Changed before={p} now={changed} still={still} /> : doing.error ? <Trouble error={doing.error} /> : null}
        <Form controls={kindOf(p.kind).controls ?? {}} form={form} value={k.value} wrong={wrong} records={records} files={k.files} onChange={(name, v) => { setWrong((w) => w.filter((x) => x !== name)); setKept((was) => { const next = { ...was, value: { ...was.value, [name]: v } }; keep(next); return next; }); }} onFiles={(name, v) => setKept((was) => { const next = { ...was, files: { ...was.files, [name]: v } }; keep(next); return next; })} />
        {preview}
        <p className="small quiet leads">{t("leads", { state: text(m.to.name) })} · {t("rests.on")} {text(m.basis)}</p>
        {m.weight === "heavy" && <div className="note seal"><Checkbox checked={sure} onChange={(e) => setSure(e.target.checked)}>{t("sure", { act: text(m.name) })}</Checkbox></div>}
      </form>
    </Dialog>
  );
}

/** Somebody else was quicker: who did what, and that nothing typed is lost. */
function Changed({ before, now, still }: { before: Page; now: Page; still: boolean }) {
  const t = useWords(words), text = useText(), seen = (before.history ?? []).length, fresh = (now.history ?? []).slice(0, Math.max(0, (now.history ?? []).length - seen));
  return (
    <div className="note amber" role="alert"><b>{t("changed")}</b>
      <ul className="plain small">{fresh.map((h, i) => <li key={i}><time>{instant(h.at)}</time> {h.by || h.org} {text(h.name)}</li>)}</ul>
      <p className="small">{still ? t("changed.still") : t("changed.gone", { state: text(now.state_name) })}</p>
    </div>
  );
}
