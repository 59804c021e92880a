// Files of a form: each is sent at once, with its progress and, when it is refused, why. The form keeps only their ids.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { firmOf, useSession } from "../signin/session.ts";
import { body, client, got, json, problemOf, Refused, unreachable } from "../ui/client.ts";
import { Tag, Trouble } from "../ui/parts.tsx";
import { bytes } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { words } from "./words.ts";

export type Attachment = { id: string; kind: string; name: string; type: string; size: number; grade: string };
const accepted = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.txt";

/** Sends one file. fetch cannot tell how much has been sent; this can. */
export function send(kind: string, file: File, tell: (share: number) => void): Promise<Attachment> {
  return new Promise((done, refuse) => {
    const x = new XMLHttpRequest();
    x.open("POST", `/v1/attachments?kind=${encodeURIComponent(kind)}&name=${encodeURIComponent(file.name)}`);
    x.setRequestHeader("Content-Type", "application/octet-stream");
    x.upload.onprogress = (e) => tell(e.total > 0 ? e.loaded / e.total : 0);
    x.onerror = () => refuse(new Refused(unreachable));
    x.onload = () => {
      if (x.status === 201) { done(JSON.parse(x.responseText) as Attachment); return; }
      void problemOf(new Response(x.responseText, { status: x.status })).then((p) => refuse(new Refused(p)));
    };
    x.send(file);
  });
}

type Going = { key: number; name: string; share: number; error?: unknown };

export function Files({ id, kind, value, many, describedBy, onChange, stored = true }: { id: string; kind: string; value: Attachment[]; many: boolean; describedBy?: string | undefined; onChange: (v: Attachment[]) => void; stored?: boolean }) {
  const t = useWords(words), input = useRef<HTMLInputElement>(null), [going, setGoing] = useState<Going[]>([]), held = useRef(value);
  held.current = value;
  const take = async (files: FileList | null) => {
    for (const file of [...(files ?? [])].slice(0, many ? 20 : 1)) {
      const key = Math.random(), set = (g: Partial<Going>) => setGoing((all) => all.map((x) => (x.key === key ? { ...x, ...g } : x)));
      setGoing((all) => [...all, { key, name: file.name, share: 0 }]);
      try {
        const a = await send(kind, file, (share) => set({ share }));
        setGoing((all) => all.filter((x) => x.key !== key));
        const rest = many ? held.current.filter((x) => x.id !== a.id) : [];
        held.current = [...rest, a];
        onChange(held.current);
      } catch (error) { set({ error }); }
    }
    if (input.current) input.current.value = "";
  };
  return (
    <div className="files">
      <input ref={input} id={id} type="file" accept={accepted} multiple={many} aria-describedby={describedBy} onChange={(e) => void take(e.target.files)} />
      <span className="small quiet">{t("file.kinds")}</span>
      {stored && <Stored kind={kind} take={(a) => { held.current = many ? [...held.current, a] : [a]; onChange(held.current); }} />}
      <ul className="plain">
        {value.map((a) => <li key={a.id} className="row"><Tag tone="palm" mark="✓">{t("file.there")}</Tag><span>{a.name}</span><span className="small quiet num">{bytes(a.size)}</span><Button size="small" type="link" onClick={() => onChange(value.filter((x) => x.id !== a.id))}>{t("file.remove")}</Button></li>)}
        {going.map((g) => <li key={g.key}>{g.error ? <Trouble error={g.error}><span>{g.name}</span><Button size="small" onClick={() => setGoing((all) => all.filter((x) => x.key !== g.key))}>{t("file.dismiss")}</Button></Trouble>
          : <span className="row" role="status"><span>{g.name}</span><progress value={g.share} max={1} aria-label={g.name} /><span className="small num">{Math.round(g.share * 100)}%</span></span>}</li>)}
      </ul>
    </div>
  );
}

/** What the firm handed in before, with any case: used again without being handed in (F11-3). */
function Stored({ kind, take }: { kind: string; take: (a: Attachment) => void }) {
  const t = useWords(words), queries = useQueryClient(), [open, setOpen] = useState(false), firm = firmOf(useSession());
  const all = useQuery({ queryKey: ["documents"], enabled: open, queryFn: () => got(client.GET("/v1/documents")) }), usable = (all.data?.items ?? []).filter((d) => d.usable);
  const use = useMutation({ mutationFn: (id: string) => json<Attachment>(`/v1/documents/${id}/uses`, body("POST", { kind })), onSuccess: (a) => { take(a); setOpen(false); void queries.invalidateQueries({ queryKey: ["savings"] }); void queries.invalidateQueries({ queryKey: ["documents"] }); } });
  if (!firm || firm.id === "self") return null;
  return (
    <div>
      <button type="button" className="aslink small" aria-expanded={open} onClick={() => setOpen(!open)}>{t("store.open")}</button>
      {open && all.isSuccess && usable.length === 0 && <p className="small quiet">{t("store.empty")}</p>}
      {open && usable.length > 0 && <ul className="plain">{usable.map((d) => <li key={d.id} className="row"><span>{d.name}</span><Tag>{d.grade}</Tag><Button size="small" loading={use.isPending} onClick={() => use.mutate(d.id)}>{t("store.use")}</Button></li>)}</ul>}
      {all.error || use.error ? <Trouble error={all.error ?? use.error} /> : null}
    </div>
  );
}
