// The session ended while a page was open: signing in again happens over it, so that nothing typed is lost. Only the same
// person goes on where the page stands; anybody else begins anew.
import { Button } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { Trouble } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { CodeForm, NameForm } from "./login.tsx";
import { setEnded } from "./ended.ts";
import { actFor, choose, sessionQuery, useSession, type Session, type Stage } from "./session.ts";
import { words } from "./words.ts";

/** Gives the new session the post, or the firm, in which the page was opened. */
async function actAsBefore(before: Session): Promise<void> {
  if (before.active_post) await choose({ post_id: before.active_post });
  else if (before.active_person) await choose(actFor("self"));
  else if (before.active_firm) await choose(actFor(before.active_firm));
}

/** To the page for signing in, where a password can be renewed, a second factor bound, or another account used. */
function leave(): void {
  const door = location.pathname.startsWith("/centre") ? "/centre" : "/workbench";
  const next = location.pathname.slice(door.length) + location.search;
  location.assign(`${door}/signin?why=ended&next=${encodeURIComponent(next)}`);
}

export function Again() {
  const t = useWords(words), queries = useQueryClient(), before = useSession(), [coded, setCoded] = useState(false);
  const goOn = useMutation({
    mutationFn: () => actAsBefore(before),
    onSuccess: async () => { setEnded(false); await queries.invalidateQueries({ queryKey: sessionQuery.queryKey }); await queries.invalidateQueries(); },
    onError: leave, // the post is gone: what the page shows is no longer this person's
  });
  const step = ({ state }: { state: Stage }) => {
    if (state === "signed_in") goOn.mutate();
    else if (state === "totp_required") setCoded(true);
    else leave();
  };
  return (
    <Dialog open title={t("again.title")} footer={null} closable={false} maskClosable={false} keyboard={false} className="again" width={440}>
      <p>{t("again.lead")}</p>
      {goOn.error && <Trouble error={goOn.error} />}
      {coded ? <CodeForm onStep={step} onBack={() => setCoded(false)} /> : <NameForm fixed={before.account.login} onStep={step} />}
      <Button type="link" block onClick={leave}>{t("again.other")}</Button>
    </Dialog>
  );
}
