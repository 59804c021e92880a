// Language and light, on every page.
import { Button, Dropdown, type MenuProps } from "antd";
import { useSpeech, useWords } from "../ui/lang.tsx";
import { useLight, type Light } from "../ui/settings.ts";
import { Icon } from "./icons.tsx";
import { words } from "./words.ts";

export function Settings() {
  const t = useWords(words), { lang, setLang } = useSpeech(), { light, setLight } = useLight();
  const items: MenuProps["items"] = (["auto", "light", "dark"] as Light[]).map((l) => ({ key: l, label: t(`light.${l}`) }));
  return (
    <>
      <Button type="text" lang={lang === "zh" ? "en" : "zh-CN"} icon={<Icon name="globe" />} onClick={() => setLang(lang === "zh" ? "en" : "zh")}>{lang === "zh" ? "EN" : "中文"}</Button>
      <Dropdown trigger={["click"]} menu={{ items, selectable: true, selectedKeys: [light], onClick: ({ key }) => setLight(key as Light) }}>
        <Button type="text" aria-label={t("light")} icon={<Icon name="moon" />} />
      </Dropdown>
    </>
  );
}
