// A civil date: typed as people write it, or picked; always shown as 2026-11-22.
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useWords } from "./lang.tsx";
import { common } from "./words.ts";

type Props = { id?: string; value?: string | undefined; onChange?: (day: string | undefined) => void; max?: string; min?: string; placeholder?: string; allowClear?: boolean };

export function Day({ id, value, onChange, max, min, placeholder, allowClear = true }: Props) {
  const t = useWords(common);
  return (
    <DatePicker {...(id ? { id } : {})} value={value ? dayjs(value) : null} allowClear={allowClear} placeholder={placeholder ?? t("day.form")} title={t("day.hint")}
      format={["YYYY-MM-DD", "YYYYMMDD", "YYYY-M-D", "YYYY/M/D", "YYYY.M.D", "YYYY年M月D日"]} onChange={(d) => onChange?.(d ? d.format("YYYY-MM-DD") : undefined)}
      disabledDate={(d) => (!!max && d.format("YYYY-MM-DD") > max) || (!!min && d.format("YYYY-MM-DD") < min)} />
  );
}
