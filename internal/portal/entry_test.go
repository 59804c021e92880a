package portal

import (
	"context"
	"net/http"
	"testing"
)

// F14-3, F14-4: the page of an entry shows body, document, basis, dates, how one leaves the list and the remedies, in both languages,
// and beside it what the subject says, as text and never as markup.
func TestF14_3_ThePageOfAnEntrySaysHowToLeaveAndWhatToDo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	id := s.recordOf(yuanfan, "list_entry")
	s.has(s.page(200, "/records/"+id), taxName, "琼示税〔2026〕22号", "信息公布管理办法", "2026-04-16", "2026-04-17", "2029-04-15", "期满停止公布", "行政复议，行政诉讼")
	s.has(s.page(200, "/en/records/"+id), "Ends with the term", "litigation")
	s.hasNot(s.page(200, "/records/"+id), "主体的说明")
}

func TestF14_4_ThePageOfAnEntryShowsWhatTheSubjectSays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	id := s.recordOf(yuanfan, "list_entry")
	said := func(_ context.Context, entity, record string) (string, error) {
		if entity == yuanfan && record == id {
			return "税款已缴清。<script>", nil
		}
		return "", nil
	}
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Comment: said})
	s.has(s.page(200, "/records/"+id), "主体的说明", "税款已缴清。&lt;script&gt;")
	s.hasNot(s.page(200, "/records/"+s.recordOf(haixi, "penalty")), "主体的说明", "税款已缴清")
}

// F05-1: the table of dishonest conduct is published: each pattern with its severity and the measures that may follow.
func TestF05_1_TheTableOfConductIsPublished(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/law/value/misconduct:commitment.partial"), "部分不履行承诺", "一般", "可以采取的措施", "修复前不适用告知承诺制", "列为重点监管对象")
	s.has(s.page(200, "/en/law/value/misconduct:commitment.mended"), "mended within the term")
	s.hasNot(s.page(200, "/law/value/misconduct:commitment.mended"), "可以采取的措施")
}
