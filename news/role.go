package news

// RoleMention is a role or title that one article gives an actor, as printed.
type RoleMention struct {
	ID RoleID
	Anchor
	Actor ActorID
	// Role is the words as printed.
	Role string
	// Body is whom the role serves, "" where the words do not say.
	Body ActorID
}

// NodeID is the mention's id.
func (r *RoleMention) NodeID() string { return string(r.ID) }
