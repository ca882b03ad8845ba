package loader

import "sync"

// spare has what has been done with and can be used again, as long as a dataset is read: a [sync.Pool] forgets it whenever
// memory is collected, which is often while a dataset grows.
type spare[T any] struct {
	sync.Mutex
	list []*T
	make func() *T
}

func (s *spare[T]) get() *T {
	s.Lock()
	defer s.Unlock()
	if last := len(s.list) - 1; last >= 0 {
		x := s.list[last]
		s.list = s.list[:last]
		return x
	}
	return s.make()
}

func (s *spare[T]) put(x *T) {
	s.Lock()
	defer s.Unlock()
	s.list = append(s.list, x)
}

// forget lets go of what has been put by.
func (s *spare[T]) forget() { s.list = nil }
