// c22: a draw goes one step at a time; each says whose turn it is. Shares are made here and never sent before the reveal.
import { App, Button, Input, Modal } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commitment } from "../draw/algorithm.ts";
import { hex, unhex } from "../draw/bytes.ts";
import { postOf, useSession } from "../signin/session.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { words } from "./words.ts";

type View = Schemas["InspectionView"];

export function Draws() {
  const t = useWords(words);
  const list = useQuery({
    queryKey: ["draws"], queryFn: ({ signal }) => json<{ all: View[] | null }>("/v1/inspection/draws", { signal }),
    refetchInterval: (q) => ((q.state.data?.all ?? []).some((v) => v.state === "gathering") ? 2000 : false),
  });
  return (
    <Page title={t("draws.title")} lead={t("draws.lead")}>
      <Loaded of={list}>{(d) => (d.all ?? []).length === 0 ? <div className="panel"><Void title={t("draws.none")}>{t("draws.none.text")}</Void></div> : <div className="stack">{(d.all ?? []).map((v) => <One key={v.id} of={v} />)}</div>}</Loaded>
    </Page>
  );
}

function One({ of: v }: { of: View }) {
  const t = useWords(words), text = useText();
  const parties = v.parties ?? [];
  return (
    <article className="panel" aria-label={`${text(v.matter_name)} ${v.on}`}>
      <h2>{text(v.matter_name)} <span className="num">{v.on}</span> <Tag tone={v.state === "published" ? "palm" : v.state === "void" ? "seal" : "amber"}>{t(`state.${v.state}`)}</Tag></h2>
      <Turn of={v} />
      <Facts rows={[
        [t("parties"), <ul className="plain">{parties.map((p) => <li key={p.org}><span className="code">{p.org}</span> {t(p.revealed ? "revealed" : p.commitment ? "committed" : "waiting")}</li>)}</ul>],
        [t("inspectors"), v.inspectors ? String(v.inspectors) : undefined],
        [t("setup"), v.setup_hash && <span className="code small">{v.setup_hash}</span>],
        [t("roster"), v.roster && <span className="code small">{v.roster}</span>],
        [t("seed"), v.seed && <span className="code small">{v.seed}</span>],
      ]} />
      {(v.strata ?? []).length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t("class")}>
          <table><thead><tr><th scope="col">{t("class")}</th><th scope="col">{t("count")}</th><th scope="col">{t("ratio")}</th><th scope="col">{t("quota")}</th><th scope="col">{t("rule")}</th></tr></thead>
            <tbody>{(v.strata ?? []).map((s) => <tr key={s.class}><td>{s.class}</td><td className="num">{s.count}</td><td className="num">{s.ppm}</td><td className="num">{s.quota}</td><td className="code small">{s.key}</td></tr>)}</tbody></table>
        </div>
      )}
    </article>
  );
}

function useStep(id: string) {
  const queries = useQueryClient(), t = useWords(words), { message } = App.useApp();
  return useMutation({
    mutationFn: ({ step, value }: { step: string; value?: string }) => json<View>(`/v1/inspection/draws/${id}/${step}`, body("POST", value ? { value } : undefined)),
    onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["draws"] }); },
  });
}

/** Whose turn it is, and the one thing to do. */
function Turn({ of: v }: { of: View }) {
  const t = useWords(words), session = useSession(), step = useStep(v.id), org = postOf(session)?.org;
  const runs = (session.permissions ?? []).includes("draw.run"), parties = v.parties ?? [], mine = parties.find((p) => p.org === org);
  const press = (label: string, name: string) => <Button type="primary" loading={step.isPending} onClick={() => step.mutate({ step: name })}>{label}</Button>;
  const late = <Button loading={step.isPending} onClick={() => step.mutate({ step: "void" })}>{t("void")}</Button>;
  const [says, act] = ((): [string, React.ReactNode] => {
    switch (v.state) {
      case "gathering": return [t("step.gathering", { n: v.seen }), null];
      case "frozen":
        if (mine && !mine.commitment) return [t("step.commit"), <Commit of={v} org={mine.org} step={step} />];
        return parties.every((p) => p.commitment) ? [t("step.root"), press(t("root"), "root")] : [t("step.commit.wait", { day: v.commit_by ?? "" }), late];
      case "rooted":
        if (mine && !mine.revealed) return [t("step.reveal", { day: v.reveal_by ?? "" }), <Reveal step={step} />];
        return parties.every((p) => p.revealed) ? [t("step.run"), runs && press(t("run"), "result")] : [t("step.reveal.wait", { day: v.reveal_by ?? "" }), late];
      case "drawn": return [t("step.publish"), runs && press(t("publish"), "publication")];
      case "published": return [t("step.published"), <span className="row"><a href={`/v1/inspection/draws/${v.id}/proof`} download>{t("proof")}</a> <a href={`/inspections/${v.id}`}>{t("open")}</a></span>];
      default: return [t("step.void", { who: (v.void_for ?? []).join(" ") }), null];
    }
  })();
  return <div className="stack"><p>{says}</p>{step.error && <Trouble error={step.error} />}{act}</div>;
}

type Step = ReturnType<typeof useStep>;

function Commit({ of: v, org, step }: { of: View; org: string; step: Step }) {
  const t = useWords(words), [share, setShare] = useState("");
  const make = () => setShare(hex(crypto.getRandomValues(new Uint8Array(32))));
  const commit = () => step.mutate({ step: "commitments", value: hex(commitment(unhex(v.setup_hash ?? ""), org, unhex(share))) }, { onSuccess: () => setShare("") });
  return (
    <>
      <Button type="primary" onClick={make}>{t("commit")}</Button>
      <Modal open={share !== ""} title={t("commit.keep")} okText={t("commit")} onOk={commit} onCancel={() => setShare("")} confirmLoading={step.isPending}>
        <p>{t("commit.keep.text")}</p>
        <Input.TextArea readOnly autoSize className="code" value={share} aria-label={t("reveal.label")} />
      </Modal>
    </>
  );
}

function Reveal({ step }: { step: Step }) {
  const t = useWords(words), [value, setValue] = useState("");
  return (
    <div className="row" style={{ alignItems: "flex-end" }}>
      <div style={{ flex: "1 1 20rem" }}><Field label={t("reveal.label")}>{(id) => <Input id={id} className="code" value={value} maxLength={64} onChange={(e) => setValue(e.target.value.trim())} />}</Field></div>
      <Button type="primary" disabled={!/^[0-9a-f]{64}$/.test(value)} loading={step.isPending} onClick={() => step.mutate({ step: "shares", value })}>{t("reveal")}</Button>
    </div>
  );
}
