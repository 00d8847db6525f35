#!/usr/bin/env bash
# Everything people and CI run here: ./do run | test | check | models | bench | faults | mutants | times | shots | lighthouse | doctor | pack
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

# Installs the Debian packages whose commands are missing; elsewhere says what to install by hand.
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} = 0 ] && return
  if command -v apt-get >/dev/null; then
    say "Installing ${missing[*]} …"
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && return
  fi
  say "Please install: ${missing[*]}"
  return 1
}

# Installs a Debian package for each language whose letters no font here has; elsewhere says so and goes on.
need_fonts() {
  need fc-list fontconfig || return 0
  local missing=()
  while [ $# -gt 0 ]; do
    [ -n "$(fc-list ":lang=$1" file)" ] || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} = 0 ] && return
  say "Installing ${missing[*]} …"
  if command -v apt-get >/dev/null && as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then return; fi
  say "Pictures will have empty boxes for letters: no font like ${missing[*]} can be installed here."
}

# True where Node 20 or newer can be had; the tests with foreign clients need it.
have_node() {
  command -v node >/dev/null || need node nodejs npm npm >/dev/null 2>&1 || true
  command -v node >/dev/null && command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

# What the tests need beside the build.
prepare_tests() {
  need chromium chromium w3m w3m strace strace links2 links2 zbarimg zbar-tools openssl openssl nginx nginx-light caddy caddy script bsdutils
  if have_node; then
    for folder in tests/foreign tests/peers/oidc-provider; do
      [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --no-audit --no-fund --silent)
    done
  fi
}

# A compiler that lives for a minute gains nothing from measuring itself: half of the time of a first build.
build() { DOTNET_TieredPGO=0 dotnet build "$@" -c Release -v q --nologo; }

# Builds everything, and meanwhile gets what the tests need beside it: one computes, the other waits for the network.
# Whoever has just built, such as the gate between its two runs, says so.
build_tests() {
  prepare_tests &
  # One compiler for all projects is warm after the first.
  [ -n "${LINKCODE_BUILT:-}" ] || build LinkCode.slnx -clp:NoSummary -p:UseSharedCompilation=true
  wait $!
  export LINKCODE_NODE=yes
  if ! have_node; then
    say "Node 20 or newer cannot be had here: the foreign-client tests will not run."
    export LINKCODE_NODE=no
  fi
}

# The name and the message of every failed test of one trx file, so that a long log ends in what went wrong.
print_failures() {
  awk '
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&#xD;/, "", text); gsub(/&#xA;/, "\n", text)
      gsub(/\\?(&quot;|")/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    function between(text, from, to,   at) {
      if (!(at = index(text, from))) return ""
      text = substr(text, at + length(from))
      return (at = index(text, to)) ? substr(text, 1, at - 1) : text
    }
    BEGIN { RS = "<UnitTestResult " }
    NR > 1 && index(substr($0, 1, index($0, ">")), "outcome=\"Failed\"") {
      message = plain(between(between($0, "<ErrorInfo>", "</ErrorInfo>"), "<Message>", "</Message>"))
      gsub(/\n/, "\n    ", message)
      printf "  %s\n    %s\n", plain(between($0, "testName=\"", "\" outcome=")), message
    }' "$1"
}

# Runs one test project.
run_tests() {
  dotnet "tests/$1/bin/Release/net10.0/$1.dll" "${@:2}" -noLogo -noColor -trx "$results/$1.trx" || true
}

# Adds the counts of one test project to the totals and keeps what failed for the end.
passed=0 failed=0 skipped=0 failures=
count_tests() {
  local trx=$results/$1.trx
  if [ ! -s "$trx" ]; then
    failed=$((failed + 1))
    failures+="  $1 did not finish."$'\n'
    return
  fi
  # What goes wrong outside of a test, such as a server that does not stop, counts as an error.
  read -r p f e s < <(sed -n 's/.*<Counters total="\([0-9]*\)".*passed="\([0-9]*\)" failed="\([0-9]*\)" error="\([0-9]*\)".*notExecuted="\([0-9]*\)".*/\2 \3 \4 \5/p' "$trx" | head -n 1)
  passed=$((passed + p)) failed=$((failed + f + e)) skipped=$((skipped + s))
  failures+=$(print_failures "$trx")
  if [ "$e" -gt 0 ]; then failures+=$'\n'"  $1: $e errors outside of a test"; fi
  failures=${failures:+${failures%$'\n'}$'\n'}
}

. tests/postgres.sh
. tests/faults.sh

# Takes --db sqlite or --db postgres out of the words; tests that are about the other one stay out.
choose_database() {
  rest=(-trait- Database=Postgres)
  if [ "${1:-}" = --db ]; then
    case "${2:-}" in
    sqlite) ;;
    postgres) start_postgres && rest=(-trait- Database=Sqlite) ;;
    *) say "There is: --db sqlite, --db postgres" && exit 2 ;;
    esac
    shift 2
  fi
  rest+=("$@")
}

case "${1:-help}" in
run)
  shift
  exec dotnet run --project src/LinkCode.Server -- "$@"
  ;;
test)
  shift
  choose_database "$@"
  build_tests
  # The tests start hundreds of servers that live for seconds: measuring their code, or compiling it again before it was called 300 times,
  # costs more than it brings (6 % of the processor).
  export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=12C
  # Both wait more than they compute, so they run side by side.
  results=$(mktemp -d)
  run_tests LinkCode.BrowserTests "${rest[@]}" >"$results/browser.log" 2>&1 &
  run_tests LinkCode.Tests -maxThreads 2x "${rest[@]}"
  wait $!
  cat "$results/browser.log"
  count_tests LinkCode.Tests
  count_tests LinkCode.BrowserTests
  rm -rf "$results"
  if [ "$LINKCODE_NODE" = no ]; then say "The foreign-client tests did not run: no Node 20 or newer."; fi
  if [ -n "$failures" ]; then printf '\nFailed:\n%s' "$failures"; fi
  say ""
  if [ "$skipped" -gt 0 ]; then say "$passed passed, $failed failed, $skipped skipped"; else say "$passed passed, $failed failed"; fi
  [ "$failed" = 0 ]
  ;;
check)
  build LinkCode.slnx -p:EveryRule=true --no-incremental
  dotnet tool restore >/dev/null
  for context in SqliteLinkCodeDb PostgresLinkCodeDb; do
    dotnet ef migrations has-pending-model-changes --project src/LinkCode.Server --context "$context" --configuration Release --no-build
  done
  dotnet format LinkCode.slnx --verify-no-changes --no-restore --exclude src/LinkCode.Server/Data/Migrations src/LinkCode.Server/Data/BuiltModels
  ;;
models)
  # The old ones go first: after a change of a table they may not even compile. Their namespace lies outside of LinkCode, where `Device` would mean the other project.
  dotnet tool restore >/dev/null
  rm -rf src/LinkCode.Server/Data/BuiltModels
  build src/LinkCode.Server -clp:NoSummary
  for name in Sqlite Postgres; do
    dotnet ef dbcontext optimize --project src/LinkCode.Server --context "${name}LinkCodeDb" --output-dir "Data/BuiltModels/$name" --namespace "BuiltModels.$name" --configuration Release --no-build
  done
  ;;
bench)
  shift
  have_node || { say "The peers to measure beside need Node 20 or newer." && exit 1; }
  need taskset util-linux strace strace
  for folder in bench/peers/oidc-provider bench/peers/better-auth; do
    [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --no-audit --no-fund --silent)
  done
  build bench/LinkCode.Bench -clp:NoSummary
  # Servers as operators run them: published, which compiles them ahead.
  dotnet publish src/LinkCode.Server -c Release -o artifacts/bench/linkcode -v q --nologo -clp:NoSummary
  dotnet publish bench/peers/openiddict -c Release -o artifacts/bench/openiddict -v q --nologo -clp:NoSummary
  # The load's sockets go on where their answers arrive, which costs the load least.
  export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1
  exec dotnet bench/LinkCode.Bench/bin/Release/net10.0/linkcode-bench.dll "$@"
  ;;
times)
  build tests/LinkCode.Tests -clp:NoSummary
  dotnet tests/LinkCode.Tests/bin/Release/net10.0/LinkCode.Tests.dll -noLogo -noColor -showLiveOutput -explicit only -trait- Database=Postgres \
    -class LinkCode.Tests.Codes.Pages.TimesOfCodes -class LinkCode.Tests.Accounts.TimesOfForgetting -class LinkCode.Tests.Accounts.TimesOfSigningIn
  ;;
shots)
  need_fonts ja fonts-ipafont-gothic ar fonts-dejavu-core
  build_tests
  mkdir -p artifacts/shots
  LINKCODE_SHOTS="$PWD/artifacts/shots" dotnet tests/LinkCode.BrowserTests/bin/Release/net10.0/LinkCode.BrowserTests.dll -noLogo -noColor -namespace LinkCode.BrowserTests.Pages
  say "Pictures of every page and every letter, in every language, are in artifacts/shots"
  ;;
lighthouse)
  have_node || { say "Lighthouse needs Node 20 or newer." && exit 1; }
  need chromium chromium
  [ -d tests/tools/lighthouse/node_modules ] || (cd tests/tools/lighthouse && npm ci --no-audit --no-fund --ignore-scripts --silent)
  build src/LinkCode.Server -clp:NoSummary
  exec node tests/tools/lighthouse/run.mjs "$PWD"
  ;;
faults)
  shift
  prepare_faults
  case "${1:-}" in
  --short) faults Faults ;;
  --kills) LINKCODE_KILLS=${2:-500} faults Faults.KilledUnderLoad ;;
  --history) LINKCODE_HISTORY=${2:-200000} faults Faults.History ;;
  --power) LINKCODE_CUTS=${2:-200} faults Faults.PowerCut ;;
  --trouble) LINKCODE_LOCK_SECONDS=${2:-30} faults Faults.NothingCanBeStored Faults.ClocksThatMove ;;
  --broken) faults_caught ;;
  --nodes)
    start_postgres
    need nginx nginx-light
    LINKCODE_SERVER_DLL=$PWD/artifacts/faults/linkcode/LinkCode.Server.dll LINKCODE_NODES_SECONDS=${2:-300} dotnet tests/LinkCode.Tests/bin/Release/net10.0/LinkCode.Tests.dll -noLogo -noColor -showLiveOutput -class LinkCode.Tests.Faults.NodesUnderFire
    ;;
  "")
    LINKCODE_KILLS=500 LINKCODE_HISTORY=200000 LINKCODE_CUTS=200 LINKCODE_LOCK_SECONDS=30 faults Faults
    faults_caught
    ;;
  *) say "There is: ./do faults [--short | --kills N | --history N | --power N | --trouble SECONDS | --broken | --nodes SECONDS]" && exit 2 ;;
  esac
  ;;
mutants)
  prepare_faults
  faults Codes.Model
  ;;
doctor)
  shift
  exec dotnet run --project src/LinkCode.Server --no-launch-profile -- doctor "$@"
  ;;
pack)
  exec dotnet pack src/LinkCode.Device -c Release -o artifacts/packages --nologo
  ;;
*)
  say "./do run [--lan]            start the server in Development"
  say "./do test [options]         install what the tests need, then run them all"
  say "./do test --db postgres     the same on a PostgreSQL server that it starts and deletes"
  say "./do check                  build, pending migrations, formatting"
  say "./do models                 build the models of the tables anew, after a table has changed"
  say "./do bench [part] [--quick]  this server beside others; the parts are in bench/README.md"
  say "./do faults [--short]       kills, recorded histories, power cuts, full disks; see docs/PROOFS.md"
  say "./do mutants                the code's life beside a model, and every condition dropped in turn"
  say "./do faults --nodes         two nodes on PostgreSQL, one killed every ten seconds, for five minutes"
  say "./do times                  whether the time of an answer tells which codes and accounts there are; a crowd that guesses"
  say "./do shots                  a picture of every page and letter in every language, to look at"
  say "./do lighthouse             Lighthouse on the pages people meet, on its phone profile"
  say "./do doctor URL --client ID run the rules of RFC 8628 against any server"
  say "./do pack                   make the LinkCode.Device package"
  ;;
esac
