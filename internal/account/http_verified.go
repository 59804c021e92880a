package account

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

type verifyIn struct {
	Body struct {
		Login    string `json:"login" maxLength:"32"`
		Name     string `json:"name" maxLength:"150" doc:"as on the document; that of the account"`
		Document string `json:"document" maxLength:"30" doc:"身份证, 护照, 港澳居民来往内地通行证, 台湾居民来往大陆通行证 or 外国人永久居留身份证"`
		Number   string `json:"number" maxLength:"40" doc:"of the document; sealed, and never shown again"`
	}
}

func verifiedRoutes(a *web.API, d *Desk) {
	op := row(http.MethodPost, "/v1/verified-persons", access.PersonVerify, "verify", "当面核验自然人身份 · Verify a person who is present",
		"The clerk sees the person and the document. One person has one account; verified again, the newer link replaces the older. · 一人一个账号，重新核验以新的为准。",
		errNoPerson.Code, errTaken.Code, "account.document", "account.document_number", "access.not_apart")
	op.Status = http.StatusCreated
	web.Add(a, op, func(ctx context.Context, in *verifyIn) (*body[Verified], error) {
		b := in.Body
		return answer(d.VerifyAtWindow(ctx, actorOf(ctx), Presented{Login: b.Login, Name: b.Name, Document: b.Document, Number: b.Number}))
	})
}
