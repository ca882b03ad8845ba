package main

// The records as docs/dataset-format.md has them.

type date struct {
	EDTF  string `json:"edtf"`
	Basis string `json:"basis"`
}

type actor struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Kind      string     `json:"kind"`
	MemberOf  []string   `json:"member_of,omitempty"`
	Anonymity *anonymity `json:"anonymity,omitempty"`
}

type anonymity struct {
	Plurality   string `json:"plurality"`
	Tenure      string `json:"tenure"`
	Affiliation string `json:"affiliation"`
	Descriptor  string `json:"descriptor"`
}

type place struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	PartOf string `json:"part_of,omitempty"`
}

type event struct {
	ID           string        `json:"id"`
	Label        string        `json:"label"`
	Type         string        `json:"type,omitempty"`
	Date         date          `json:"date"`
	Places       []string      `json:"places"`
	Participants []participant `json:"participants"`
	PartOf       string        `json:"part_of,omitempty"`
}

type participant struct {
	Actor string `json:"actor"`
	Part  string `json:"part"`
}

type statement struct {
	ID       string   `json:"id"`
	Gist     string   `json:"gist"`
	Speaker  string   `json:"speaker"`
	Act      string   `json:"act"`
	Said     date     `json:"said"`
	Occasion string   `json:"occasion,omitempty"`
	About    []string `json:"about"`
	Links    []link   `json:"links,omitempty"`
}

type link struct {
	Kind      string `json:"kind"`
	Statement string `json:"statement"`
}

type quantity struct {
	ID           string `json:"id"`
	Label        string `json:"label"`
	Measure      string `json:"measure"`
	Unit         string `json:"unit"`
	Event        string `json:"event"`
	Accumulation string `json:"accumulation"`
}

type articleFile struct {
	Article  article   `json:"article"`
	Reports  []report  `json:"reports,omitempty"`
	Figures  []figure  `json:"figures,omitempty"`
	Accounts []account `json:"accounts,omitempty"`
	Roles    []role    `json:"roles,omitempty"`
	Terms    []term    `json:"terms,omitempty"`
}

type article struct {
	Hash      string `json:"hash"`
	Words     int    `json:"words"`
	Headline  string `json:"headline"`
	Outlet    string `json:"outlet"`
	Published date   `json:"published"`
	Language  string `json:"language"`
}

type mention struct {
	Span  [2]int `json:"span"`
	Hash  string `json:"hash,omitempty"`
	Chain []hop  `json:"chain,omitempty"`
}

type hop struct {
	Actor   string `json:"actor"`
	Label   string `json:"label"`
	Cue     string `json:"cue"`
	Channel string `json:"channel,omitempty"`
}

type report struct {
	mention
	Statement string  `json:"statement"`
	Mode      string  `json:"mode"`
	Quotes    []quote `json:"quotes,omitempty"`
	Text      string  `json:"text,omitempty"`
	Cue       string  `json:"cue"`
}

type quote struct {
	Span  [2]int `json:"span"`
	Words string `json:"words"`
}

type figure struct {
	mention
	Printed    string `json:"printed"`
	Quantity   string `json:"quantity"`
	Comparator string `json:"comparator"`
	Value      int    `json:"value"`
	AsOf       date   `json:"as_of"`
}

type account struct {
	mention
	Event     string `json:"event"`
	Aspect    string `json:"aspect"`
	Claim     string `json:"claim"`
	Holds     string `json:"holds,omitempty"`
	Certainty string `json:"certainty"`
}

type role struct {
	mention
	Actor string `json:"actor"`
	Role  string `json:"role"`
	Body  string `json:"body,omitempty"`
}

type term struct {
	mention
	Referent string `json:"referent"`
	Term     string `json:"term"`
	Voice    string `json:"voice"`
}
