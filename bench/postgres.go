package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// postgres starts a PostgreSQL of our own, of which nothing stays behind, and loads what the peers read into it. It gives the
// connection string, and the id of the process.
func (s *stage) postgres() (connection string, pid int, err error) {
	folder, err := filepath.Abs(s.folder)
	if err != nil {
		return "", 0, err
	}
	cluster, err := os.MkdirTemp("", "onrecord-postgres")
	if err != nil {
		return "", 0, err
	}
	s.ending = append(s.ending, func() error { return os.RemoveAll(cluster) })
	port := strconv.Itoa(firstPort + len(servers))
	if os.Getuid() == 0 { // PostgreSQL does not run as root
		if err := run("chown", "postgres", cluster); err != nil {
			return "", 0, err
		}
	}
	data := filepath.Join(cluster, "data")
	err = asUser(postgresProgram("initdb"), "-D", data, "-U", "bench", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
	if err != nil {
		return "", 0, fmt.Errorf("%w; PostgreSQL is needed for PostGraphile: apt-get install postgresql, or leave it out by -servers", err)
	}
	settings := fmt.Sprintf("-p %s -k %s -c listen_addresses= -c shared_buffers=512MB -c fsync=off -c max_connections=50", port, cluster)
	if err := asUser(postgresProgram("pg_ctl"), "-D", data, "-w", "-l", filepath.Join(cluster, "log"), "-o", settings, "start"); err != nil {
		return "", 0, err
	}
	s.ending = append(s.ending, func() error { return asUser(postgresProgram("pg_ctl"), "-D", data, "-m", "immediate", "stop") })
	connection = fmt.Sprintf("postgres://bench@/postgres?host=%s&port=%s", cluster, port)
	script, err := filepath.Abs(filepath.Join(s.peers, "postgraphile.sql"))
	if err != nil {
		return "", 0, err
	}
	load := exec.Command(postgresProgram("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-h", cluster, "-p", port, "-U", "bench", "-f", script, "postgres")
	load.Dir = folder
	if said, err := load.CombinedOutput(); err != nil {
		return "", 0, fmt.Errorf("loading into PostgreSQL: %w\n%s", err, said)
	}
	content, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return "", 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err = strconv.Atoi(first)
	return connection, pid, err
}

// asUser runs a program as the user that PostgreSQL may run as.
func asUser(program string, arguments ...string) error {
	if os.Getuid() == 0 {
		return run("runuser", append([]string{"-u", "postgres", "--", program}, arguments...)...)
	}
	return run(program, arguments...)
}

// postgresProgram finds a program of PostgreSQL, which Debian keeps out of the way.
func postgresProgram(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); err == nil && len(found) > 0 {
		return found[len(found)-1]
	}
	return name
}
