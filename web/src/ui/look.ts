// Light and dark, and antd dressed in the tokens of tokens.css. A test holds the values equal to the portal's.
import type { ThemeConfig } from "antd";
import { theme } from "antd";

export const palettes = {
  light: {
    ink: "#16202c", ink2: "#475466", ink3: "#5f6b7a", line: "#dde3ea", line2: "#eef1f5", paper: "#ffffff", ground: "#f5f7f9",
    sea: "#0b5a8a", seaDark: "#084468", seaTint: "#e8f1f7", onSea: "#ffffff", seal: "#a8321e", sealTint: "#fbeeeb",
    amber: "#8a5a00", amberTint: "#fdf4e0", palm: "#1d6b4f", palmTint: "#e8f4ee",
  },
  dark: {
    ink: "#e8edf3", ink2: "#b4bfcc", ink3: "#97a3b2", line: "#2f3b49", line2: "#222c38", paper: "#161d26", ground: "#10161d",
    sea: "#6db6e3", seaDark: "#9bcdec", seaTint: "#172c3a", onSea: "#0d1720", seal: "#f08a76", sealTint: "#3a1d18",
    amber: "#e5b95c", amberTint: "#33280f", palm: "#6fc6a2", palmTint: "#142d23",
  },
} as const;

export type Shade = keyof typeof palettes;

export function themeOf(shade: Shade): ThemeConfig {
  const p = palettes[shade];
  // The algorithms derive their own shades from a seed; what the eye meets is pinned to the tokens afterwards.
  const pin: NonNullable<Exclude<ThemeConfig["algorithm"], unknown[]>> = (_seed, map) => ({
    ...map!,
    colorPrimary: p.sea, colorPrimaryHover: p.seaDark, colorPrimaryActive: p.seaDark, colorPrimaryText: p.sea, colorPrimaryBg: p.seaTint,
    colorPrimaryBgHover: p.seaTint, colorPrimaryBorder: p.sea, colorPrimaryTextHover: p.seaDark,
    colorError: p.seal, colorErrorHover: p.seal, colorErrorActive: p.seal, colorErrorText: p.seal, colorErrorBg: p.sealTint, colorErrorBorder: p.seal,
    colorWarning: p.amber, colorWarningText: p.amber, colorWarningBg: p.amberTint, colorWarningBorder: p.amber,
    colorSuccess: p.palm, colorSuccessText: p.palm, colorSuccessBg: p.palmTint, colorSuccessBorder: p.palm,
    colorInfo: p.sea, colorInfoBg: p.seaTint, colorInfoBorder: p.sea, colorInfoText: p.sea,
    colorText: p.ink, colorTextSecondary: p.ink2, colorTextTertiary: p.ink3, colorTextQuaternary: p.ink3,
    colorBgContainer: p.paper, colorBgElevated: shade === "dark" ? "#1c2530" : p.paper, colorBgLayout: p.ground,
    colorBorder: shade === "dark" ? "#6c7a8b" : "#8593a3", colorBorderSecondary: p.line,
  });
  return {
    algorithm: [shade === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm, pin],
    token: {
      fontFamily: "var(--font)", fontFamilyCode: "var(--mono)", fontSize: 14, borderRadius: 6, controlHeight: 36, motion: false, wireframe: false,
      colorTextLightSolid: p.onSea, colorLink: p.sea, colorLinkHover: p.seaDark, colorTextPlaceholder: p.ink3, colorTextDisabled: p.ink3,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      Form: { itemMarginBottom: 18, verticalLabelPadding: "0 0 4px" },
      Tabs: { horizontalItemPadding: "10px 0" },
      Segmented: { trackBg: p.line2, itemSelectedBg: p.sea, itemSelectedColor: p.onSea, itemColor: p.ink2, trackPadding: 3 },
      Select: { optionSelectedBg: p.seaTint },
    },
  };
}
