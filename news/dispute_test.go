package news

import (
	"fmt"
	"slices"
	"testing"
)

func account(id AccountID, aspect Aspect, holds ActorID, c Certainty) *EventAccount {
	return &EventAccount{ID: id, Aspect: aspect, Holds: holds, Certainty: c}
}

// Each rule, and beside it the nearest case to which it does not apply.
func TestAccountsAreAtOddsWhereTheyCannotAllHold(t *testing.T) {
	const north, south = ActorID("actor:north"), ActorID("actor:south")
	for _, c := range []struct {
		says string
		a, b *EventAccount
		want bool
	}{
		{"two are named as responsible", account("1", Responsibility, north, Certain), account("2", Responsibility, south, Certain), true},
		{"two causes", account("1", Cause, north, Probable), account("2", Cause, south, Certain), true},
		{"the same one twice", account("1", Responsibility, north, Certain), account("2", Responsibility, north, Possible), false},
		{"two targets can both be right", account("1", Target, north, Certain), account("2", Target, south, Certain), false},
		{"one denies what the other holds", account("1", Occurrence, "", Certain), account("2", Occurrence, "", Denied), true},
		{"both deny", account("1", Occurrence, "", Denied), account("2", Occurrence, "", Denied), false},
		{"one denies it of one, the other holds it of another", account("1", Responsibility, north, Denied), account("2", Responsibility, south, Certain), false},
		{"one names nobody", account("1", Cause, "", Certain), account("2", Cause, south, Certain), false},
		{"one takes no side", account("1", Responsibility, north, Uncommitted), account("2", Responsibility, south, Certain), false},
		{"they speak of different aspects", account("1", Cause, north, Certain), account("2", Responsibility, south, Certain), false},
	} {
		for _, order := range [][]*EventAccount{{c.a, c.b}, {c.b, c.a}} {
			found := disputes(order)
			if got := len(found) == 1 && len(found[0].Accounts) == 2; got != c.want || !c.want && len(found) > 0 {
				t.Errorf("%s: %v, want a dispute: %v", c.says, found, c.want)
			}
		}
	}
}

func TestADisputeListsEveryAccountThatTakesASide(t *testing.T) {
	found := disputes([]*EventAccount{
		account("1", Responsibility, "actor:north", Certain),
		account("2", Responsibility, "actor:south", Certain),
		account("3", Responsibility, "actor:north", Certain),
		account("4", Responsibility, "actor:north", Uncommitted),
		account("5", Time, "", Certain),
	})
	if len(found) != 1 || found[0].Aspect != Responsibility || len(found[0].Accounts) != 3 {
		t.Errorf("%v", found)
	}
}

// However many accounts there are, those that are listed show that there is a dispute.
func TestADisputeOfManyAccountsHasEverySide(t *testing.T) {
	var accounts []*EventAccount
	for i := range 2 * MaxDisputed {
		accounts = append(accounts, account(AccountID(fmt.Sprintf("account:%04d", i)), Responsibility, "actor:north", Certain))
	}
	accounts = append(accounts, account("account:9999", Responsibility, "actor:south", Certain))
	found := disputes(accounts)
	if len(found) != 1 || len(found[0].Accounts) != MaxDisputed {
		t.Fatalf("%d disputes, want 1 of %d accounts", len(found), MaxDisputed)
	}
	if listed := found[0].Accounts; listed[0] != "account:0000" || listed[MaxDisputed-1] != "account:9999" || !slices.IsSorted(listed) {
		t.Errorf("the list begins with %s and ends with %s", listed[0], listed[MaxDisputed-1])
	}
	if found := disputes(accounts[:2*MaxDisputed]); len(found) != 0 {
		t.Errorf("all agree, and there is a dispute: %v", found)
	}
}
