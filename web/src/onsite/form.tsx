// The sheet of one visit as it is filled in: arrival, item by item, signatures. Everything is kept on the device as it is written.
import { useId, useState } from "react";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Pad } from "./pad.tsx";
import { dropPiece, keepPiece, type Answer, type Held } from "./store.ts";
import { wanting } from "./sync.ts";
import { words } from "./words.ts";

type Change = (part: Partial<Held>) => void;
type Item = NonNullable<NonNullable<Held["sheet"]["checklists"]>[number]["items"]>[number];

async function put(visit: string, name: string, blob: Blob): Promise<string> {
  const id = crypto.randomUUID();
  await keepPiece({ id, visit, name, blob });
  return id;
}

export function Sheet({ of: v, change, finish }: { of: Held; change: Change; finish: () => void }) {
  const t = useWords(words), text = useText(), s = v.sheet;
  return (
    <div className="stack">
      <section className="panel">
        <h2>{s.firm}</h2>
        <dl className="facts">
          <dt>{t("address")}</dt><dd>{s.address || "—"}</dd>
          {(s.tasks ?? []).map((k) => [<dt key={`t${k.matter}`}>{t("matters")}</dt>, <dd key={`d${k.matter}`}>{text(k.name)}<br /><span className="small quiet">{t("basis")}：{k.basis}</span></dd>])}
          <dt>{t("team")}</dt><dd>{(s.inspectors ?? []).map((i) => <div key={i.account}>{i.name} <span className="small quiet">{t("certificate")} {i.certificate}</span></div>)}</dd>
        </dl>
      </section>
      <Arrival of={v} change={change} />
      <section className="panel" aria-label={t("items")}>
        <h2>{t("items")}</h2><p className="small quiet">{t("items.text")}</p>
        {(s.checklists ?? []).map((l) => <div key={l.code}><h3>{text(l.name)}</h3>{(l.items ?? []).map((i) => <One key={i.code} at={`${l.code}/${i.code}`} of={i} v={v} change={change} />)}</div>)}
        <Area label={t("remarks")} value={v.remarks} max={2000} onChange={(remarks) => change({ remarks })} />
      </section>
      <Signing of={v} change={change} />
      <Finish of={v} finish={finish} />
    </div>
  );
}

function Arrival({ of: v, change }: { of: Held; change: Change }) {
  const t = useWords(words), id = useId(), [no, setNo] = useState(false), on = v.sheet.mode === "on_site";
  const place = () => navigator.geolocation?.getCurrentPosition(
    (p) => { setNo(false); change({ place: { lat: p.coords.latitude, lon: p.coords.longitude, within_m: Math.min(Math.round(p.coords.accuracy), 100000) } }); },
    () => setNo(true), { enableHighAccuracy: true, timeout: 15000 });
  return (
    <section className="panel" aria-label={t("arrival")}>
      <h2>{t("arrival")}</h2>
      {on && <><p className="small quiet">{t("arrival.text")}</p>
        <p>{t("mycode")} <strong className="mycode">{v.sheet.officer_code}</strong></p>{v.picture && <p><img className="mypicture" src={v.picture} width={176} height={176} alt={t("mycode.picture")} /></p>}
        <div className="line"><label htmlFor={id}>{t("code")}</label><input id={id} value={v.code} maxLength={200} autoComplete="off" autoCapitalize="characters" onChange={(e) => change({ code: e.target.value })} /></div>
        {!v.code.trim() && <Area label={t("nocode")} hint={t("nocode.hint")} value={v.noCode} max={500} onChange={(noCode) => change({ noCode })} />}</>}
      <div className="line">
        <button type="button" className="first" onClick={() => change({ arrivedAt: new Date().toISOString() })}>{t("arrive")}</button>
        {v.arrivedAt && <span>{t("arrived")} <time>{instant(v.arrivedAt)}</time></span>}
      </div>
      <div className="line">
        <button type="button" onClick={place}>{t("place")}</button>
        {v.place && <span className="small">{t("place.at", { lat: v.place.lat.toFixed(5), lon: v.place.lon.toFixed(5), m: v.place.within_m })}</span>}
        {no && <span className="small" role="status">{t("place.no")}</span>}
      </div>
    </section>
  );
}

function One({ at, of: i, v, change }: { at: string; of: Item; v: Held; change: Change }) {
  const t = useWords(words), text = useText(), id = useId(), a: Answer = v.answers[at] ?? { note: "", photos: [] };
  const set = (part: Partial<Answer>) => change({ answers: { ...v.answers, [at]: { ...a, ...part } } });
  const shoot = async (files: FileList | null) => {
    const ids = [];
    for (const f of [...(files ?? [])].slice(0, 10 - a.photos.length)) ids.push(await put(v.visit, f.name, f));
    if (ids.length > 0) set({ photos: [...a.photos, ...ids] });
  };
  return (
    <fieldset className="item">
      <legend>{text(i.asks)}</legend>
      <p className="small quiet">{text(i.how)} · {text(i.cites)}</p>
      <div className="choices">{(["ok", "not", "na"] as const).map((x) => <label key={x} className={a.value === x ? "chosen" : ""}><input type="radio" name={`${id}-v`} checked={a.value === x} onChange={() => set({ value: x })} />{t(x)}</label>)}</div>
      {a.value === "not" && <>
        <Area label={t("note")} value={a.note} max={500} onChange={(note) => set({ note })} />
        <div className="line"><label htmlFor={`${id}-p`}>{t("photo")}</label><input id={`${id}-p`} type="file" accept="image/jpeg,image/png" capture="environment" multiple onChange={(e) => { void shoot(e.target.files); e.target.value = ""; }} />{i.photo && <span className="small quiet">{t("photo.needed")}</span>}</div>
        <ul className="plain">{a.photos.map((p, n) => <li key={p} className="line"><span>{t("photo")} {n + 1}</span><button type="button" onClick={() => { void dropPiece(p); set({ photos: a.photos.filter((x) => x !== p) }); }}>{t("photo.remove")}</button></li>)}</ul>
      </>}
    </fieldset>
  );
}

function Signing({ of: v, change }: { of: Held; change: Change }) {
  const t = useWords(words), id = useId(), mine = (v.sheet.inspectors ?? []).find((i) => i.account === v.sheet.mine)?.name ?? "";
  const sign = (part: "signature" | "firmSignature") => async (png: Blob) => change({ [part]: await put(v.visit, "signature.png", png) });
  return (
    <section className="panel" aria-label={t("sign")}>
      <h2>{t("sign")}</h2>
      <Pad label={t("sign.mine")} name={mine} there={v.signature !== undefined} onSigned={(b) => void sign("signature")(b)} onClear={() => change({ signature: undefined })} />
      <p className="small quiet">{t("sign.other")}</p>
      <fieldset className="item"><legend>{t("firm.sign")}</legend>
        <div className="choices">{(["here", "refused", "later"] as const).map((x) => <label key={x} className={v.firm === x ? "chosen" : ""}><input type="radio" name={`${id}-f`} checked={v.firm === x} onChange={() => change({ firm: x })} />{t(`answer.${x}`)}</label>)}</div>
        {v.firm === "here" && <>
          <div className="line"><label htmlFor={`${id}-s`}>{t("signer")}</label><input id={`${id}-s`} value={v.signer} maxLength={100} autoComplete="off" onChange={(e) => change({ signer: e.target.value })} /></div>
          <Area label={t("firm.remark")} value={v.firmRemark} max={1000} onChange={(firmRemark) => change({ firmRemark })} />
          <Pad label={t("firm.sign")} name={v.signer} there={v.firmSignature !== undefined} onSigned={(b) => void sign("firmSignature")(b)} onClear={() => change({ firmSignature: undefined })} />
        </>}
        {v.firm === "refused" && <Area label={t("refused.what")} hint={t("refused.hint")} value={v.firmRemark} max={1000} onChange={(firmRemark) => change({ firmRemark })} />}
      </fieldset>
    </section>
  );
}

/** What is still to be filled in, in words. */
function lacks(v: Held, t: (k: "want.arrived" | "want.code" | "want.sign" | "want.signer" | "want.refused") => string, ask: (at: string) => string): string[] {
  return [
    ...(v.arrivedAt ? [] : [t("want.arrived")]),
    ...(v.sheet.mode !== "on_site" || v.code.trim() || v.noCode.trim() ? [] : [t("want.code")]),
    ...wanting(v).map(ask),
    ...(v.signature ? [] : [t("want.sign")]),
    ...(v.firm === "here" && (!v.signer.trim() || !v.firmSignature) ? [t("want.signer")] : []),
    ...(v.firm === "refused" && !v.firmRemark.trim() ? [t("want.refused")] : []),
  ];
}

function Finish({ of: v, finish }: { of: Held; finish: () => void }) {
  const t = useWords(words), text = useText();
  const ask = (at: string) => { const [l, i] = at.split("/"); return text(v.sheet.checklists?.find((x) => x.code === l)?.items?.find((x) => x.code === i)?.asks) || at; };
  const left = lacks(v, t, ask);
  return (
    <section className="panel" aria-label={t("done")}>
      {left.length > 0 && <div role="status"><p>{t("wanting", { n: left.length })}</p><ul>{left.map((x) => <li key={x}>{x}</li>)}</ul></div>}
      <button type="button" className="first" disabled={left.length > 0} onClick={finish}>{t("done")}</button>
    </section>
  );
}

export function Area({ label, hint, value, max, onChange }: { label: string; hint?: string; value: string; max: number; onChange: (v: string) => void }) {
  const id = useId();
  return <div className="area"><label htmlFor={id}>{label}</label>{hint && <span className="small quiet" id={`${id}-h`}>{hint}</span>}<textarea id={id} rows={2} maxLength={max} value={value} {...(hint ? { "aria-describedby": `${id}-h` } : {})} onChange={(e) => onChange(e.target.value)} /></div>;
}
