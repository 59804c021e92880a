// What a type of case shows beside the common parts. A new type adds a row here and nothing else on the page.
import type { ReactNode } from "react";
import type { Answers, Choosable, Page } from "./case.ts";
import { letter } from "../listing/letters.tsx";
import { listing } from "../listing/panel.tsx";
import { objection } from "../objection/panel.tsx";
import { visit } from "../inspection/visit-panel.tsx";
import { rectify, talk } from "../rectify/panel.tsx";
import { verification } from "../verify/panel.tsx";
import { repair } from "../repair/panel.tsx";
import { declaration } from "../declaration/panel.tsx";
import { leak } from "../leak/panel.tsx";

/** A field drawn by the type of case: it may look at the other answers. */
export type Control = (a: { id: string; label: string; value: unknown; answers: Answers; set: (v: unknown) => void }) => ReactNode;

export type Kind = {
  Panel: (a: { of: Page }) => ReactNode;
  /** Records that forms may refer to. */
  records: (p: Page) => Choosable[];
  /** What an act would do, shown before it is done. */
  preview?: (p: Page, act: string) => ReactNode;
  /** What a form begins with. */
  start?: (p: Page, act: string) => Answers;
  /** Controls of its own for fields, by their names; the answer stays what the field asks for. */
  controls?: Record<string, Control>;
  /** Papers to read and print: the word of each and its address. */
  papers?: (p: Page) => { name: string; href: string }[];
};

const kinds: Record<string, Kind> = {
  repair,
  objection,
  listing,
  ban: listing,
  letter,
  rectify,
  talk,
  visit,
  commitment_check: verification,
  false_declaration: declaration,
  leak,
};
const plain: Kind = { Panel: () => null, records: () => [] };

export const kindOf = (kind: string): Kind => kinds[kind] ?? plain;
