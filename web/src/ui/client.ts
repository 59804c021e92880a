// The one way to the server: typed by openapi.yaml, same origin, by the session cookie. Refusals become Refused.
import createClient from "openapi-fetch";
import type { components, paths } from "../api.ts";

export type Schemas = components["schemas"];
export type Problem = Schemas["WebProblem"];

/** A refusal of the server, or of the way to it: code, sentence in both languages, what to do. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const local = (code: string, status: number, detail_zh: string, detail: string): Problem =>
  ({ type: "about:blank", title: code, status, code, detail, detail_zh });

export const unreachable = local("web.unreachable", 0, "连接不上服务器，什么都没有提交；请检查网络后重试。", "The server cannot be reached and nothing was sent; check the network and try again.");

/** Reads a refusal; anything that is no problem+json is told apart from one. */
export async function problemOf(response: Response): Promise<Problem> {
  try {
    const body: unknown = await response.json();
    if (body && typeof body === "object" && "code" in body && "detail_zh" in body) return body as Problem;
  } catch { /* not JSON: said below */ }
  return local("web.unexpected", response.status, `服务器的答复无法识别（HTTP ${response.status}）；请稍后重试，仍不行请告诉平台管理员。`,
    `The server's answer was not understood (HTTP ${response.status}); try again, then tell the administrator.`);
}

type Listener = () => void;
const leavers = new Set<Listener>();
/** Called when the server no longer knows the session. */
export function onSignedOut(listener: Listener): () => void {
  leavers.add(listener);
  return () => leavers.delete(listener);
}

export const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
client.use({
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    const problem = await problemOf(response);
    if (response.status === 401 && schemaPath !== "/v1/session") leavers.forEach((l) => l());
    throw new Refused(problem);
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === "AbortError" ? error : new Refused(unreachable);
  },
});

/** The answer of a call; a refusal has been thrown already. */
export async function got<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** Calls beside the typed ones: files, and what is not described as JSON. */
export async function raw(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") throw e;
    throw new Refused(unreachable);
  }
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith("/v1/session")) leavers.forEach((l) => l());
    throw new Refused(await problemOf(response));
  }
  return response;
}

/** The JSON of such a call. */
export async function json<T>(path: string, init?: RequestInit): Promise<T> {
  return (await raw(path, init)).json() as Promise<T>;
}

/** A request with a JSON body. */
export function body(method: string, value: unknown): RequestInit {
  return { method, body: JSON.stringify(value), headers: { "Content-Type": "application/json" } };
}
