package inspection

import (
	"time"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Matter is an entry of the inspection list (一单): who may inspect what, and on which basis. What is not on it is not inspected
// (国办发〔2024〕54号).
type Matter struct {
	Code       string    `json:"code" maxLength:"64" pattern:"^[a-z0-9.-]+$"`
	Org        string    `json:"org" readOnly:"true"`
	NameZH     string    `json:"name_zh" minLength:"1" maxLength:"200"`
	NameEN     string    `json:"name_en" minLength:"1" maxLength:"200"`
	Domain     string    `json:"domain" minLength:"1" maxLength:"64" doc:"field of supervision: decides the class table"`
	Kind       string    `json:"kind" enum:"key,general" doc:"key: no ratio limits it; general: the ratio of the law is the most"`
	Basis      string    `json:"basis" minLength:"1" maxLength:"500" doc:"article that allows the inspection"`
	Industries []string  `json:"industries,omitempty" maxItems:"50" doc:"GB/T 4754 sections or divisions; none: all"`
	Region     string    `json:"region,omitempty" maxLength:"6" doc:"what codes of divisions begin with; empty: all"`
	Promised   []string  `json:"promised,omitempty" maxItems:"50" doc:"approval matters whose commitments, exempt from verification, this matter supervises whatever the trade of the firm (F13-3)"`
	Active     bool      `json:"active"`
	Version    int32     `json:"version" doc:"counts every change; 0 for a new one"`
	ChangedAt  time.Time `json:"changed_at" readOnly:"true"`
}

// Inspector is one of the roster of inspectors (检查人员名录库).
type Inspector struct {
	Account          string       `json:"account" minLength:"1" maxLength:"64"`
	Org              string       `json:"org" readOnly:"true"`
	Duty             string       `json:"duty" minLength:"1" maxLength:"100" doc:"post held"`
	Certificate      string       `json:"certificate" minLength:"1" maxLength:"64" doc:"number of the enforcement certificate"`
	CertificateUntil workday.Date `json:"certificate_until"`
	Active           bool         `json:"active"`
	ChangedAt        time.Time    `json:"changed_at" readOnly:"true"`
}

// Ratio of a class in a plan. Key is the rule or the pilot it comes from ("limit:…", "pilot:…"), or "plan" where the plan alone says it: because it chose less, or
// because the rule is assumed and nobody adopted it.
type Ratio struct {
	PPM int64  `json:"ppm" minimum:"0" maximum:"1000000" doc:"parts per million"`
	Key string `json:"key" readOnly:"true"`
}

// Plan is a yearly or monthly inspection plan of a body.
type Plan struct {
	ID        string           `json:"id" readOnly:"true" db:"plan_id"`
	Org       string           `json:"org" readOnly:"true"`
	Matter    string           `json:"matter" minLength:"1" maxLength:"64"`
	Year      int32            `json:"year" minimum:"2021" maximum:"2099"`
	Month     int32            `json:"month" minimum:"0" maximum:"12" doc:"0: of the year"`
	FirstOn   workday.Date     `json:"first_on"`
	LastOn    workday.Date     `json:"last_on"`
	Ratios    map[string]Ratio `json:"ratios" doc:"by class; a class left out has the ratio of the law"`
	Status    string           `json:"status" readOnly:"true"`
	Author    string           `json:"-"`
	Version   int32            `json:"version"`
	ChangedAt time.Time        `json:"changed_at" readOnly:"true"`
}

// States of a draw.
const (
	Gathering = "gathering" // the roster is being read
	Frozen    = "frozen"    // its hash is on the ledger; parties commit
	Rooted    = "rooted"    // the root is fixed; parties reveal
	Drawn     = "drawn"     // the result is on the ledger, inspectors have their tasks, nobody sees the list
	Published = "published" // everybody sees everything
	Void      = "void"      // a party did not come
)

// stored is a draw as its table holds it.
type stored struct {
	DrawID, PlanID, Org, Matter, State string
	Parties                            []string
	OnDay                              workday.Date
	Edition, After                     string
	Seen                               int64
	Chunks                             int32
	Setup, Inspectors                  string
	Accounts                           []string
	FrozenEntry                        string
	CommitBy                           workday.Date
	Checkpoint                         string
	RootSize                           int64
	RootedEntry                        string
	RevealBy                           workday.Date
	Seed, Result, DrawnEntry, Header   string
	VoidFor                            []string
	VoidWhy                            string
	Author                             string
	ChangedAt                          time.Time
}

// share is what a party committed to, and later revealed.
type share struct {
	Party, Commitment, CommitEntry, Share, RevealEntry string
}

// Party of a draw, and how far it is.
type Party struct {
	Org        string `json:"org"`
	Name       string `json:"name"`
	Commitment string `json:"commitment,omitempty"`
	Revealed   bool   `json:"revealed"`
}

// Stratum of a draw as it may be told: how many there are and how many are drawn, never who.
type Stratum struct {
	Class string `json:"class"`
	Count int64  `json:"count"`
	PPM   int64  `json:"ppm"`
	Quota int64  `json:"quota"`
	Key   string `json:"key"`
}

// View is a draw as it is shown. Whom it drew is in no view: that is the proof file, once published (S3).
type View struct {
	ID         string       `json:"id"`
	Plan       string       `json:"plan"`
	Org        string       `json:"org"`
	OrgName    string       `json:"org_name"`
	Matter     string       `json:"matter"`
	MatterName law.Text2    `json:"matter_name"`
	State      string       `json:"state" enum:"gathering,frozen,rooted,drawn,published,void"`
	Seen       int64        `json:"seen" doc:"entities of the registry read so far"`
	Total      int64        `json:"total,omitempty" doc:"entities there are to read, while it is gathering"`
	On         workday.Date `json:"on"`
	Edition    string       `json:"edition"`
	SetupHash  string       `json:"setup_hash,omitempty"`
	Roster     string       `json:"roster,omitempty"`
	Strata     []Stratum    `json:"strata"`
	Inspectors int64        `json:"inspectors"`
	Parties    []Party      `json:"parties"`
	CommitBy   workday.Date `json:"commit_by,omitempty"`
	RevealBy   workday.Date `json:"reveal_by,omitempty"`
	RootSize   int64        `json:"root_size,omitempty"`
	Seed       string       `json:"seed,omitempty"`
	Result     string       `json:"result,omitempty" doc:"hash of the result"`
	VoidFor    []string     `json:"void_for,omitempty" doc:"parties that did not come"`
	VoidWhy    law.Text2    `json:"void_why,omitzero" doc:"why it could not be drawn at all, and what to do"`
	Entries    []string     `json:"entries" doc:"ids on the ledger, in the order of the steps"`
	ChangedAt  time.Time    `json:"changed_at"`
}

// Task is an inspector's own: where to go. It is there once the draw is drawn, and shows nobody the rest of it.
type Task struct {
	Entity     string       `json:"entity" db:"entity_id"`
	Draw       string       `json:"draw" db:"draw_id"`
	Org        string       `json:"org"`
	Matter     string       `json:"matter"`
	Class      string       `json:"class"`
	Inspectors []string     `json:"inspectors"`
	FirstOn    workday.Date `json:"first_on"`
	LastOn     workday.Date `json:"last_on"`
}

// Declared is an interest an inspector declared of themselves.
type Declared struct {
	Entity string    `json:"entity" db:"entity_id"`
	Name   string    `json:"name" db:"-"`
	Ground string    `json:"ground" enum:"relative,interest,employment,other"`
	At     time.Time `json:"declared_at" db:"declared_at"`
}

// Colleague is somebody of the body who holds the post of an inspector, and may be entered on the roster.
type Colleague struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}
