package rectify

import (
	"context"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
)

// enter stores a record by the gates of intake, on behalf of an officer.
func (o *office) enter(who, item string, values map[string]string) (r record.Record, err error) {
	o.T.Helper()
	err = o.db.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		r, err = o.records.Enter(ctx, tx, people[who], "TEST-1", item, values)
		return err
	})
	return r, err
}

// TestF15_3_APublicBodyIsASubjectLikeAnyOther: what courts decide against it counts, how it performs its own contracts is recorded as
// neutral and within government, and an order against it runs like one against a firm.
func TestF15_3_APublicBodyIsASubjectLikeAnyOther(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	e, err := registry.Find(t.Context(), o.db, organID)
	must(t, err)
	if e.Kind != registry.Organ {
		t.Fatalf("a public body is registered as %s", e.Kind)
	}
	contract, err := o.enter("handler", "government_contract", map[string]string{"ZWHT_ZTMC": organName, "ZWHT_TYSHXYDM": organID, "ZWHT_HTBH": "示合同 1", "ZWHT_HTMC": "虚构工程",
		"ZWHT_WFJE": "12.5", "ZWHT_QDRQ": "2025-03-01", "ZWHT_LYQX": "2026-03-01", "ZWHT_LYZT": "逾期未付清", "ZWHT_JG": bodyName, "ZWHT_JGDM": bodyID})
	must(t, err)
	if contract.Adverse || contract.Publicity != law.GovernmentOnly || contract.EntityID != organID || len(o.facts(organID)) != 0 {
		t.Errorf("its contract is %+v, and %v stands", contract, o.facts(organID))
	}
	judgment := map[string]string{"INAME": organName, "PARTYTYPENAME": "法人及非法人组织", "CARDNUM": organID, "COURTNAME": "海口市虚构人民法院", "COURTUSCC": bodyID, "CASECODE": "（2026）琼虚构执 1 号",
		"GISTID": "（2026）琼虚构民初 1 号", "DISRUPTTYPENAME": "有履行能力而拒不履行", "PUBLISHDATE": "2026-11-20"}
	entered, err := o.enter("handler", "enforcement", judgment)
	must(t, err)
	if !entered.Adverse || entered.PublicUntil == 0 || len(o.facts(organID)) != 1 {
		t.Errorf("the judgment is %+v, and %v stands", entered, o.facts(organID))
	}
	delete(judgment, "GISTID")
	judgment["CASECODE"] = "（2026）琼虚构执 2 号"
	if _, err := o.enter("handler", "enforcement", judgment); err == nil {
		t.Error("a judgment without a writ was taken (G9)")
	}
	id := o.overdue("uscc", organID)
	talk := o.minuted(id)
	o.do("handler", talk, SignOfficer, o.digest(talk), "")
	o.do("handler", talk, ReceiveSigned, fields{"digest": o.digest(talk)["digest"], signedMinutes: "attachment-5"}, "")
	o.do("decider", talk, Push, nil, "")
	if r := o.theRecord(talk); r.EntityID != organID || r.Adverse {
		t.Errorf("the talk is recorded as %+v", r)
	}
}
