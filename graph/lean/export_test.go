package lean

// Len is how many operations are planned.
func (p *Plans) Len() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.of)
}
