package law

// The vocabularies: a word outside them is refused, so that a misspelt one cannot silently mean nothing.
var (
	standings = []string{"text", "secondary", "assumed"}
	subjects  = []string{"entity", "person"}
	objects   = []string{"record", "listing", "measure", "score", "check"} // what an objection can be about

	// by type
	typeWords = map[string][]string{
		"Standing":  standings,
		"Governs":   {"conduct", "decision", "filing"},
		"Unit":      {"working_day", "day", "hour", "minute", "month", "year", "count", "permille", "fen"},
		"Class":     {"licence", "penalty", "list", "abnormal", "enforcement", "honour", "commitment", "contract", "rating", "ban", "talk", "inspection", "amendment", "entity"},
		"Publicity": {"public", "authorisation", "government"},
		"Privacy":   {"secret", "personal", "open"},
		"Severity":  {"minor", "general", "serious"},
		"Effect":    {"block", "warn", "inform"},
		"Mode":      {"abolished", "commitment", "ordinary"},
		"Use":       {"mark", "freeze"},

		"UndertakingKind": {"approval", "deferred", "proof", "repair", "industry", "voluntary"},
	}

	// by type and key
	keyWords = map[string][]string{
		"Instrument.level":   {"law", "administrative_regulation", "local_regulation", "department_rule", "judicial_interpretation", "central_document", "document", "standard", "model"},
		"Field.type":         {"text", "date", "money_wan", "code", "uscc", "id_card", "multi"},
		"Field.required":     {"yes", "entity", "person"},
		"Field.role":         roles,
		"Item.periods":       {"severity", "list", "none", "validity"},
		"Item.amends":        {"repaired", "withdrawn", "removed"},
		"Period.starts":      {"published", "decided", "listed"},
		"List.kind":          {"serious", "abnormal", "watch", "credit", recognised},
		"List.scope":         {"national", "hainan", recognised},
		"MeasureKind.group":  {"I", "II", "III"},
		"Measure.targets":    subjects,
		"Matter.subjects":    subjects,
		"Matter.field":       {"approval", "procurement", "bidding", "subsidy", "honour", "appointment", "market_entry", "duty_free", "finance", "supervision", "land"},
		"When.ban":           {"market", "industry", "*"},
		"OldRegion.standing": standings,
		"Template.use":       {"receipt", "notice", "decision", "letter", "service", "commitment", "authorisation"},
		"Placeholder.kind":   {"text", "date", "rows"},
		"Passage.kind":       {"paragraph", "heading", "facts", "table", "clause", "note", "signature"},
		"RepairRule.path":    {"reorganisation"},
		"RepairRule.opens":   {"minimum", "fulfilled", "ruling", "never"},
		"RepairRule.decides": {"author", "court"},
		"Condition.kind":     {"minimum", "duty", "commitment", "other"},
		"RequiredPaper.code": {"proof", "commitment", "ruling"},
		"Ground.about":       objects,
		"FreezeRule.about":   objects,
		"Recognition.checks": {"notice", "decision", "service", "remedy", "end"},
		"ClassTable.unknown": Classes,
		"ClassRow.class":     Classes,
		"Share.from":         {"registry", "record", "attachment"},
		"StartCondition.by":  {"land", "evidence", "commitment"},
		"VisitResult.after":  {"nothing", "correct", "abnormal", "case"},

		"VerificationPlan.risk":   {"low", "general", "high"},
		"VerificationPlan.starts": {"released", "permitted"},
		"ScopeLine.compare":       {"registered", "located", "unlisted", "unbanned", "unpunished"},
		"VerifyRule.classes":      Classes,
		"VerifyRule.method":       {"exempt", "compare", "officer"},
		"Course.audience":         {"subject", "practitioner", "officer"},

		"RatingModel.kind":      {Imported, Points},
		"RatingModel.kinds":     {"enterprise", "household", "cooperative", "institution", "social", "other"},
		"Indicator.dimension":   Dimensions,
		"Indicator.counts":      Counted,
		"Indicator.rule":        {"each", "any", "grade", "steps"},
		"DeclarationKind.group": {"qualification", "operation", "contract", "honour", "welfare"},
		"DeclaredField.type":    {"text", "date", "year", "money_wan", "count"},
		"AssessedFigure.code":   {"intake", "timely", "checks", "feedback", "repair", "objection"},
		"AssessedFigure.unit":   {"permille", "days"},
		"AlertRule.fact":        {"penalty", "abnormal", "enforcement", "false_commitment", "licence_ended", "complaint"},
		"AlertRule.suggests":    {"visit", "talk"},
		"SupportPolicy.purpose": {"support", "investment"},
		"SupportCondition.fact": {"kind", "status", "industry", "region", "size", "age", "lists", "measures", "class"},
	}

	// roles a field of a catalogue item may play
	roles = []string{
		"subject_name", "subject_kind", "subject_uscc", "subject_regno", "subject_orgcode", "subject_id_type", "subject_id",
		"legal_rep", "legal_rep_id", "document_name", "document_no", "certificate_no", "title", "facts", "basis", "decided_on",
		"valid_from", "valid_until", "public_until", "authority", "authority_uscc", "source", "source_uscc", "kinds",
		"amount_fine", "amount_confiscated", "severity", "status", "grade", "list_code", "target_item", "target_document_no",
		"target_authority_uscc", "region", "served_on", "note", "domain", "industry", "removed_on", "performance", "ban_kind",
		"performance_on", "publicity", "entity_kind", "entity_status", "parent_uscc", "former_name", "established", "address", "measures",
	}

	// words of the 2021 text that the interface no longer uses; they may stand in notes and in aliases, which only match
	retired = []string{"黑名单", "红名单", "红黑榜", "黑榜", "红榜"}
)
