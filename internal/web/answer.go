package web

// Answer is what a route answers with: the body and nothing beside it.
type Answer[T any] struct{ Body T }

// Answered answers with a value, or with why there is none.
func Answered[T any](v T, err error) (*Answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &Answer[T]{v}, nil
}

// Items is a list under one name, so that more can stand beside it later.
type Items[T any] struct {
	Body struct {
		Items []T `json:"items"`
	}
}

// Listed answers with a list, which is empty rather than null.
func Listed[T any](v []T, err error) (*Items[T], error) {
	if err != nil {
		return nil, err
	}
	out := &Items[T]{}
	if out.Body.Items = v; v == nil {
		out.Body.Items = []T{}
	}
	return out, nil
}
