# Read by ./do, whose need and PATH it uses.

# A PostgreSQL server for these tests alone, on loopback, with its defaults for what goes to disk; gone when they end.
start_postgres() {
  # Debian keeps initdb and pg_ctl out of the path.
  PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
  need psql postgresql-client initdb postgresql
  PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
  postgres_home=$(mktemp -d /tmp/linkcode-postgres.XXXXXX)
  postgres_as=(env)
  if [ "$(id -u)" = 0 ]; then
    # It refuses to run as root.
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
    postgres_as=(setpriv --reuid postgres --regid postgres --clear-groups env "HOME=$postgres_home")
    chown postgres:postgres "$postgres_home"
  fi
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  trap stop_postgres EXIT
  (cd "$postgres_home" && "${postgres_as[@]}" "$(command -v initdb)" -D "$postgres_home/data" -U linkcode -A trust -E UTF8 --locale C.UTF-8 >"$postgres_home/initdb.log")
  (cd "$postgres_home" && "${postgres_as[@]}" "$(command -v pg_ctl)" -D "$postgres_home/data" -w -l "$postgres_home/log" -o "-p $port -k $postgres_home -c listen_addresses=127.0.0.1 -c max_connections=400" start >/dev/null)
  export LINKCODE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=linkcode;Database=postgres"

  # For the tests that restart it under load.
  printf 'cd %q && exec ' "$postgres_home" >"$postgres_home/restart"
  printf '%q ' "${postgres_as[@]}" "$(command -v pg_ctl)" -D "$postgres_home/data" -w -m fast -l "$postgres_home/log" restart >>"$postgres_home/restart"
  export LINKCODE_TEST_POSTGRES_RESTART="$postgres_home/restart"
}

stop_postgres() {
  [ -n "${postgres_home:-}" ] || return 0
  (cd "$postgres_home" && "${postgres_as[@]}" "$(command -v pg_ctl)" -D "$postgres_home/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$postgres_home"
}
