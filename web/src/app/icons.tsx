// A few line drawings in the hand of the portal's mark; each only repeats the word beside it.
const paths = {
  desk: "M4 5h16v10H4zM2 19h20M9 9h6", check: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4", history: "M4 12a8 8 0 1 0 3-6M4 4v4h4M12 8v5l3 2",
  file: "M5 3h9l5 5v13H5zM14 3v5h5M8 13h8M8 17h5", intake: "M12 3v11M7 9l5 5 5-5M4 17v4h16v-4", match: "M9 8a3 3 0 1 0 0-.1M3 20c0-4 3-6 6-6M17 11a2.5 2.5 0 1 0 0-.1M13 20c0-3 2-5 4-5s4 2 4 5",
  chart: "M4 20V4M4 20h16M8 16v-5M12 16V8M16 16v-3", pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3", list: "M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1", scales: "M12 4v16M7 20h10M4 8h16M4 8l-2 6h5zM20 8l-2 6h5z",
  measure: "M12 3a9 9 0 1 0 .1 0M7 12h10", book: "M4 5c3-1 6 0 8 1 2-1 5-2 8-1v14c-3-1-6 0-8 1-2-1-5-2-8-1zM12 6v14", org: "M10 3h4v4h-4zM4 17h4v4H4zM16 17h4v4h-4zM12 7v5M6 17v-5h12v5", person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4.500 3.500-7 8-7s8 2.500 8 7",
  grid: "M4 4h16v16H4zM4 10h16M4 15h16M10 4v16M15 4v16", key: "M8 15a4 4 0 1 0-.1 0M11 12l9-8M17 7l3 3", seal: "M6 3h12v12H6zM9 6h6v6H9zM4 20h16", calendar: "M4 6h16v15H4zM4 10h16M8 3v4M16 3v4M8 14h3", pulse: "M3 12h4l3-7 4 14 3-7h4", eye: "M2 12c3-5 7-7 10-7s7 2 10 7c-3 5-7 7-10 7s-7-2-10-7zM12 15a3 3 0 1 0-.1 0", hand: "M3 15c4-3 6-3 9 0h4M12 15l5-3c2-1 4 1 2 2l-6 5H7l-4-1", menu: "M4 6h16M4 12h16M4 18h16", swap: "M5 8h14l-4-4M19 16H5l4 4", globe: "M12 3a9 9 0 1 0 .1 0M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18", moon: "M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z", out: "M10 4H5v16h5M13 8l4 4-4 4M9 12h12",
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return <svg viewBox="0 0 24 24" width="1.1em" height="1.1em" aria-hidden fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round"><path d={paths[name]} /></svg>;
}

export function Mark() {
  return (
    <svg viewBox="0 0 40 40" aria-hidden fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round">
      <rect width="40" height="40" rx="8" fill="#0b5a8a" stroke="none" /><path d="M20 8v23M12.5 31h15M8.5 14.5h23" /><path d="M8.5 14.5 5 23h7zM31.5 14.5 28 23h7z" />
    </svg>
  );
}
