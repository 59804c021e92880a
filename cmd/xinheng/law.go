package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

type lawCmd struct {
	Check     lawCheckCmd     `cmd:"" help:"Validate the rule files and say which rules have lost their basis."`
	List      lawListCmd      `cmd:"" help:"List the rules in force on a date."`
	Show      lawShowCmd      `cmd:"" help:"Show one rule as it stood on a date."`
	Explain   lawExplainCmd   `cmd:"" help:"Say in plain words what a rule says, since when, on what basis, and who uses it."`
	Diff      lawDiffCmd      `cmd:"" help:"Say what changed between two dates."`
	Impact    lawImpactCmd    `cmd:"" help:"List what rests on an instrument, and whether it is still in force."`
	Adopt     lawAdoptCmd     `cmd:"" help:"Record a named officer's decision that assumed values may carry effect."`
	Adoptions lawAdoptionsCmd `cmd:"" help:"List the adoptions on record."`
}

// theLaw is what the program was built with.
func theLaw() (*law.Library, error) { return law.Load(lawdata.FS) }

// onDate is a flag several commands share; the empty flag is today.
type onDate struct {
	On string `help:"Civil date, e.g. 2026-11-22; today when left out." placeholder:"DATE"`
}

func (o onDate) date(g *globals) (workday.Date, error) {
	if o.On == "" {
		return workday.Of(g.now()), nil
	}
	return civil("on", o.On)
}

func civil(field, text string) (workday.Date, error) {
	d, err := workday.Parse(text)
	if err != nil || d == 0 {
		return 0, fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At(field)
	}
	return d, nil
}

// theKey completes what was typed, or says what it may have meant.
func theKey(lib *law.Library, typed string) (string, error) {
	if key, ok := lib.Key(typed); ok {
		return key, nil
	}
	zh, en := "没有这个规则键；请用 xinheng law list 查看全部。", "No rule has this key; list them with xinheng law list."
	if near := strings.Join(lib.Near(typed), "  "); near != "" {
		zh, en = "没有这个规则键。您要的是不是："+near, "No rule has this key. Did you mean: "+near
	}
	return "", fault.New(fault.Missing, "law.unknown_key", zh, en).At("key")
}

type lawCheckCmd struct {
	Dir string `help:"A law folder to check instead of the one this program carries." type:"existingdir" placeholder:"DIR"`
	onDate
}

func (lawCheckCmd) Help() string { return "Example:\n  xinheng law check --dir ./law" }

func (c *lawCheckCmd) Run(g *globals) error {
	on, err := c.date(g)
	if err != nil {
		return err
	}
	var files fs.FS = lawdata.FS
	if c.Dir != "" {
		files = os.DirFS(c.Dir)
	}
	lib, err := law.Load(files)
	if faults := (law.Faults)(nil); errors.As(err, &faults) {
		fmt.Fprintln(g.out, faults)
		return fault.New(fault.Invalid, "law.faulty", fmt.Sprintf("规则文件有 %d 处错误，见上；请逐一改正。", len(faults)),
			fmt.Sprintf("The rule files have %d faults, listed above; mend each of them.", len(faults)))
	}
	if err != nil {
		return err
	}
	values, adrift := lib.Values(on), lib.Adrift(on)
	fmt.Fprintf(g.out, "规则版本 Edition  %s\n%s 施行 In force  %d\n", lib.Edition(), on, len(values))
	for _, v := range adrift {
		fmt.Fprintf(g.out, "依据已失效 Rests on an instrument no longer in force  %s  %s\n", v.Key, v.Title.ZH)
	}
	return g.emit(map[string]any{"edition": lib.Edition(), "on": on, "values": len(values), "adrift": keysOf(adrift)})
}

func keysOf(values []law.Value) []string {
	keys := make([]string, len(values))
	for i, v := range values {
		keys[i] = v.Key
	}
	return keys
}

type lawListCmd struct {
	Prefix string `arg:"" optional:"" help:"Only keys beginning so, e.g. list: or limit:repair."`
	onDate
}

func (lawListCmd) Help() string { return "Example:\n  xinheng law list matter: --on 2024-06-01" }

func (c *lawListCmd) Run(g *globals) error {
	on, err := c.date(g)
	if err != nil {
		return err
	}
	lib, err := theLaw()
	if err != nil {
		return err
	}
	values := []law.Value{}
	for _, v := range lib.Values(on) {
		if strings.HasPrefix(v.Key, c.Prefix) {
			values = append(values, v)
			fmt.Fprintf(g.out, "%-36s  %-9s  %s  %s\n", v.Key, v.Standing, v.Title.ZH, v.Title.EN)
		}
	}
	return g.emit(map[string]any{"edition": lib.Edition(), "on": on, "values": values})
}

type lawShowCmd struct {
	Key string `arg:"" help:"E.g. list:tax-major or limit:publicity.dual."`
	onDate
}

func (lawShowCmd) Help() string {
	return "Example:\n  xinheng law show limit:repair.samr.decide --on 2025-12-24"
}

func (c *lawShowCmd) Run(g *globals) error {
	on, err := c.date(g)
	if err != nil {
		return err
	}
	lib, err := theLaw()
	if err != nil {
		return err
	}
	key, err := theKey(lib, c.Key)
	if err != nil {
		return err
	}
	v, ok := lib.Find(key, on)
	if !ok {
		return notThen(lib, key, on)
	}
	head(g, lib, v, on)
	body, err := json.MarshalIndent(v.Body, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "\n%s\n", body)
	return g.emit(v)
}

// notThen says when the rule did apply.
func notThen(lib *law.Library, key string, on workday.Date) error {
	var spans []string
	for _, v := range lib.Versions(key) {
		spans = append(spans, v.From.String()+" – "+v.Until.String())
	}
	when := strings.Join(spans, ", ")
	return fault.New(fault.Missing, "law.not_in_force", fmt.Sprintf("%s 在 %s 不施行；施行期间为 %s，请改用其中的日期。", key, on, when),
		fmt.Sprintf("%s was not in force on %s; it applies %s: ask for a day in between.", key, on, when)).At("on")
}

// head prints what every rule has: title, content, dates, basis, standing.
func head(g *globals, lib *law.Library, v law.Value, on workday.Date) {
	says, means := v.Says(), v.Standing.Means()
	fmt.Fprintf(g.out, "%s\n%s\n%s\n\n", v.Key, v.Title.ZH, v.Title.EN)
	fmt.Fprintf(g.out, "内容 Says      %s\n               %s\n", says.ZH, says.EN)
	fmt.Fprintf(g.out, "施行 In force  %s – %s\n", v.From, v.Until)
	for _, r := range v.Basis {
		cite := lib.On(on).Cite(r)
		fmt.Fprintf(g.out, "依据 Basis     %s\n               %s\n", cite.ZH, cite.EN)
	}
	fmt.Fprintf(g.out, "核实 Standing  %s：%s  %s\n", v.Standing, means.ZH, means.EN)
	if v.Note != "" {
		fmt.Fprintf(g.out, "说明 Note      %s\n", v.Note)
	}
}

type lawExplainCmd struct {
	Key string `arg:"" help:"E.g. measure:no-commitment or instrument:ndrc-36."`
	onDate
}

func (lawExplainCmd) Help() string { return "Example:\n  xinheng law explain list:tax-major" }

func (c *lawExplainCmd) Run(g *globals) error {
	on, err := c.date(g)
	if err != nil {
		return err
	}
	lib, err := theLaw()
	if err != nil {
		return err
	}
	key, err := theKey(lib, c.Key)
	if err != nil {
		return err
	}
	versions := lib.Versions(key)
	v, ok := lib.Find(key, on)
	if !ok {
		v = versions[len(versions)-1]
		fmt.Fprintf(g.out, "在 %s 不施行，下为最近的版本。 Not in force on %s; this is its latest version.\n\n", on, on)
	}
	head(g, lib, v, on)
	for _, old := range versions {
		if old.From != v.From {
			fmt.Fprintf(g.out, "其他版本 Other version  %s – %s  %s\n", old.From, old.Until, old.Says().ZH)
		}
	}
	users := lib.Users(key, on)
	for _, u := range users {
		fmt.Fprintf(g.out, "用于 Used by   %s  %s\n", u.Key, u.Title.ZH)
	}
	return g.emit(map[string]any{"value": v, "says": v.Says(), "in_force": ok, "versions": versions, "users": keysOf(users)})
}

type lawDiffCmd struct {
	From string `arg:"" help:"The earlier date."`
	To   string `arg:"" help:"The later date."`
}

func (lawDiffCmd) Help() string { return "Example:\n  xinheng law diff 2026-03-31 2026-04-01" }

var changeMarks = map[string]string{"added": "＋", "ended": "－", "changed": "～"}

func (c *lawDiffCmd) Run(g *globals) error {
	from, err := civil("from", c.From)
	if err != nil {
		return err
	}
	to, err := civil("to", c.To)
	if err != nil {
		return err
	}
	lib, err := theLaw()
	if err != nil {
		return err
	}
	changes := lib.Diff(from, to)
	for _, ch := range changes {
		fmt.Fprintf(g.out, "%s %s  %s\n", changeMarks[ch.Kind], ch.Key, ch.Kind)
		if ch.Before != nil {
			fmt.Fprintf(g.out, "    %s  %s：%s\n", from, ch.Before.Title.ZH, ch.Before.Says().ZH)
		}
		if ch.After != nil {
			fmt.Fprintf(g.out, "    %s  %s：%s\n", to, ch.After.Title.ZH, ch.After.Says().ZH)
		}
		if ch.Kind == "changed" && ch.Before.Says() == ch.After.Says() {
			fmt.Fprintln(g.out, "    改变的是依据、适用范围或细目，见 xinheng law show。 Its basis, scope or details changed: xinheng law show.")
		}
	}
	if len(changes) == 0 {
		fmt.Fprintln(g.out, "没有变化。 Nothing changed.")
	}
	return g.emit(map[string]any{"from": from, "to": to, "changes": changes})
}

type lawImpactCmd struct {
	Instrument string `arg:"" help:"Code of the instrument, e.g. ndrc-58."`
	Article    string `help:"Only what rests on this article, as printed: 第十七条."`
	onDate
}

func (lawImpactCmd) Help() string { return "Example:\n  xinheng law impact ndrc-58 --on 2026-04-01" }

func (c *lawImpactCmd) Run(g *globals) error {
	on, err := c.date(g)
	if err != nil {
		return err
	}
	lib, err := theLaw()
	if err != nil {
		return err
	}
	code := strings.TrimPrefix(c.Instrument, "instrument:")
	in, ok := lib.Instrument(code)
	if !ok {
		_, err := theKey(lib, "instrument:"+code)
		return err
	}
	values, repealed := lib.Dependants(law.Ref{Instrument: code, Article: c.Article}, on)
	state := "施行中 in force"
	if repealed {
		state = "不在施行 not in force"
	}
	lost := map[string]bool{}
	for _, v := range lib.Adrift(on) {
		lost[v.Key] = repealed
	}
	fmt.Fprintf(g.out, "《%s》 %s\n%s：%s\n", in.Title.ZH, in.Title.EN, on, state)
	if in.ReplacedBy != "" {
		fmt.Fprintf(g.out, "取代它的 Replaced by  %s\n", in.ReplacedBy)
	}
	needy := []string{}
	for _, v := range values {
		remark := ""
		if lost[v.Key] {
			remark, needy = "  ← 须另找依据 needs a new basis", append(needy, v.Key)
		}
		fmt.Fprintf(g.out, "  %s  %s%s\n", v.Key, v.Title.ZH, remark)
	}
	return g.emit(map[string]any{"instrument": in, "on": on, "repealed": repealed, "dependants": keysOf(values), "need_new_basis": needy})
}
