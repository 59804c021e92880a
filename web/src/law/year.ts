// The days of a year and what each is by the notice of that year.
export type Year = { holidays: Set<string>; makeups: Set<string> };
export type Kind = "workday" | "weekend" | "holiday" | "makeup";

export function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1); new Date(at).getUTCFullYear() === year; at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

export function kindOf(day: string, plan: Year): Kind {
  if (plan.makeups.has(day)) return "makeup";
  if (plan.holidays.has(day)) return "holiday";
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 ? "weekend" : "workday";
}
