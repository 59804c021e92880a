// Dense tables: heads that stay, one row at a time under the keyboard, cards on a phone, a foot that says how much there is.
import { Button } from "antd";
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useWords } from "./lang.tsx";
import { count } from "./format.ts";
import { common } from "./words.ts";

export type Column<T> = {
  key: string;
  head: string;
  cell: (row: T) => ReactNode;
  sort?: (row: T) => string | number;
  end?: boolean; // figures
  main?: boolean; // the cell that names the row
  narrow?: boolean; // never broken
};

type Props<T> = {
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  id: (row: T) => string;
  open?: (row: T) => void;
  selected?: string | undefined;
  more?: (() => void) | false | undefined;
  busy?: boolean;
  empty?: ReactNode;
  foot?: ReactNode;
  scroll?: boolean; // many columns: scroll sideways instead of becoming cards
};

export function Table<T>({ caption, columns, rows, id, open, selected, more, busy, empty, foot, scroll = false }: Props<T>) {
  const t = useWords(common);
  const [by, setBy] = useState<{ key: string; down: boolean }>();
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const sorted = useMemo(() => {
    const of = columns.find((c) => c.key === by?.key)?.sort;
    if (!of || !by) return rows;
    const order = by.down ? -1 : 1;
    return [...rows].sort((a, b) => { const x = of(a), y = of(b); return (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "zh-CN")) * order; });
  }, [rows, columns, by]);

  const step = (e: KeyboardEvent, to: number) => {
    e.preventDefault();
    const next = Math.max(0, Math.min(sorted.length - 1, to));
    setAt(next);
    body.current?.querySelectorAll<HTMLTableRowElement>(":scope > tr")[next]?.focus();
  };
  const keys = (e: KeyboardEvent, row: T, i: number) => {
    if (e.target !== e.currentTarget) return; // a button in a cell keeps its keys
    if (e.key === "ArrowDown") step(e, i + 1);
    else if (e.key === "ArrowUp") step(e, i - 1);
    else if (e.key === "Home") step(e, 0);
    else if (e.key === "End") step(e, sorted.length - 1);
    else if (e.key === "Enter" && open) { e.preventDefault(); open(row); }
  };

  if (rows.length === 0 && !busy) return <>{empty}</>;
  return (
    <>
      <div className={scroll ? "table scroll" : "table"} {...(scroll ? { tabIndex: 0, role: "region", "aria-label": caption } : {})}>
        <table className={scroll ? "grid" : "grid cards"}>
          <caption className="hidden">{caption}{open ? `（${t("table.keys")}）` : ""}</caption>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c.key} scope="col" className={c.end ? "end" : undefined} aria-sort={by?.key === c.key ? (by.down ? "descending" : "ascending") : undefined}>
                  {c.sort ? <button type="button" className="sort" onClick={() => setBy((b) => ({ key: c.key, down: b?.key === c.key ? !b.down : !!c.end }))}>{c.head}</button> : c.head || <span className="hidden">{caption}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {sorted.map((row, i) => {
              const key = id(row);
              return (
                <tr key={key} className={open ? "opens" : undefined} aria-current={selected === key ? "true" : undefined}
                  tabIndex={open ? (i === Math.min(at, sorted.length - 1) ? 0 : -1) : undefined} onFocus={() => setAt(i)}
                  onKeyDown={open ? (e) => keys(e, row, i) : undefined}
                  onClick={open ? (e) => { if (!(e.target as HTMLElement).closest("a,button,input,label") && !getSelection()?.toString()) open(row); } : undefined}>
                  {columns.map((c) => {
                    const cls = [c.end ? "end num" : "", c.narrow ? "nowrap" : ""].join(" ").trim() || undefined;
                    return c.main ? <th key={c.key} scope="row" data-t="" className={cls}>{c.cell(row)}</th> : <td key={c.key} data-t={c.head} className={cls}>{c.cell(row)}</td>;
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="tablefoot noprint">
        <span>{foot ?? t(more ? "rows.more" : "rows", { n: count(rows.length) })}</span>
        {more && <Button size="small" onClick={more} loading={!!busy}>{t("more")}</Button>}
      </div>
    </>
  );
}
