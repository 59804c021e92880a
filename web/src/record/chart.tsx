// A chart beside its table: drawn by echarts, loaded only where one is shown, coloured by the tokens.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { palettes } from "../ui/look.ts";
import { useLight } from "../ui/settings.ts";

use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export type Bars = { names: string[]; series: { name: string; values: number[] }[]; percent?: boolean };

export default function BarsChart({ names, series, percent, label }: Bars & { label: string }) {
  const at = useRef<HTMLDivElement>(null), { shade } = useLight();
  useEffect(() => {
    const p = palettes[shade], font = getComputedStyle(document.body).fontFamily;
    const chart = init(at.current!, null, { renderer: "canvas", height: Math.max(200, names.length * (series.length * 11 + 18) + 70) });
    const option: EChartsCoreOption = {
      // Bars differ by pattern as well: colour alone says nothing (aria.decal).
      aria: { enabled: true, decal: { show: true } }, animation: false, textStyle: { fontFamily: font },
      color: [p.sea, p.palm, p.amber, p.ink3],
      legend: { top: 0, left: 0, textStyle: { color: p.ink2 }, itemWidth: 18 },
      grid: { left: 8, right: 40, top: 36, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: p.paper, borderColor: p.line, textStyle: { color: p.ink }, ...(percent ? { valueFormatter: (v: unknown) => `${Number(v).toFixed(1)}%` } : {}) },
      xAxis: { type: "value", ...(percent ? { max: 100 } : { minInterval: 1 }), axisLabel: { color: p.ink2, ...(percent ? { formatter: "{value}%" } : {}) }, splitLine: { lineStyle: { color: p.line } } },
      yAxis: { type: "category", inverse: true, data: names, axisLabel: { color: p.ink, width: 190, overflow: "break" }, axisLine: { lineStyle: { color: p.line } }, axisTick: { show: false } },
      series: series.map((s) => ({ type: "bar", name: s.name, data: s.values, barMaxWidth: 10, barGap: "20%" })),
    };
    chart.setOption(option);
    const sized = new ResizeObserver(() => chart.resize());
    sized.observe(at.current!);
    return () => { sized.disconnect(); chart.dispose(); };
  }, [names, series, percent, shade]);
  return <div ref={at} className="chart" role="img" aria-label={label} />;
}
