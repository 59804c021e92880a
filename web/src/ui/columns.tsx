// Columns by day: small enough to need no library. The table beside it says the same; this is its picture.
import { count } from "./format.ts";

export type ColumnOf = { name: string; value: number };

export function Columns({ rows, label }: { rows: readonly ColumnOf[]; label: string }) {
  const most = Math.max(1, ...rows.map((r) => r.value)), wide = 1000, high = 180, step = wide / Math.max(1, rows.length);
  const every = Math.max(1, Math.ceil(rows.length / 8));
  return (
    <svg className="columns" viewBox={`0 0 ${wide} ${high + 34}`} role="img" aria-label={label}>
      <line x1="0" x2={wide} y1="14" y2="14" className="rule" /><text x="0" y="10">{count(most)}</text>
      {rows.map((r, i) => <rect key={r.name} x={i * step + step * 0.15} width={step * 0.7} y={14 + (1 - r.value / most) * high} height={(r.value / most) * high}><title>{`${r.name}　${count(r.value)}`}</title></rect>)}
      <line x1="0" x2={wide} y1={high + 14} y2={high + 14} className="rule" />
      {rows.map((r, i) => i % every === 0 && <text key={r.name} x={i * step} y={high + 30}>{r.name}</text>)}
    </svg>
  );
}
