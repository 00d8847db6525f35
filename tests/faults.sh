# The fault harnesses for ./do: what they run against, and the builds that are broken so that they can be seen to notice.

prepare_faults() {
  need strace strace
  build LinkCode.slnx -clp:NoSummary
  # The server that is killed is the one operators run: published, which starts twice as fast, so that more of the time is load.
  dotnet publish src/LinkCode.Server -c Release -o artifacts/faults/linkcode -v q --nologo -clp:NoSummary
}

# Runs everything whose full name begins so.
faults() {
  local wanted=()
  for name in "$@"; do wanted+=(-class "LinkCode.Tests.$name" -class "LinkCode.Tests.$name.*"); done
  LINKCODE_SERVER_DLL=${LINKCODE_SERVER_DLL:-$PWD/artifacts/faults/linkcode/LinkCode.Server.dll} dotnet tests/LinkCode.Tests/bin/Release/net10.0/LinkCode.Tests.dll -noLogo -noColor -showLiveOutput -explicit on -trait- Database=Postgres "${wanted[@]}"
}

# Builds this server in a copy with one thing broken in the files that are named; prints where it is.
broken_build() {
  local copy how=$1
  shift
  copy=$(mktemp -d)
  cp -r src Directory.Build.props Directory.Packages.props BannedSymbols.txt global.json .editorconfig docs "$copy"
  find "$copy" -type d \( -name bin -o -name obj \) -prune -exec rm -r {} +
  for file in "$@"; do
    sed -i "$how" "$copy/src/LinkCode.Server/$file"
    if cmp -s "$copy/src/LinkCode.Server/$file" "src/LinkCode.Server/$file"; then say "Nothing was broken in $file" >&2 && return 1; fi
  done
  build "$copy/src/LinkCode.Server" -clp:NoSummary -p:RunAnalyzers=false -o "$copy/out" >&2
  say "$copy/out/LinkCode.Server.dll"
}

# Each broken build has to be caught: the test passes when, and only when, it finds something wrong.
faults_caught() {
  export LINKCODE_BROKEN=yes LINKCODE_SERVER_DLL
  say "A server that lets everybody with the code approve:"
  LINKCODE_SERVER_DLL=$(broken_build '/SET \\"State\\" = 2/,/Claimed/s/{Claimed}/\\"State\\" = 1/; s/\\"OwnerId\\" = $2 ORDER/$2 IS NOT NULL ORDER/' Codes/LinkStore.cs Codes/FindOwnLink.cs) || return 1
  LINKCODE_HISTORY=6400 faults Faults.History.RecordedHistory
  say "A server that redeems whatever became of the request:"
  LINKCODE_SERVER_DLL=$(broken_build '/SET \\"State\\" = 3/s/\\"State\\" = 2 AND //' Codes/LinkStore.cs) || return 1
  LINKCODE_HISTORY=6400 faults Faults.History.RecordedHistory
  say "A server that answers before the disk has it:"
  LINKCODE_SERVER_DLL=$(broken_build 's/synchronous=FULL/synchronous=NORMAL/' Data/SqliteDatabase.cs) || return 1
  LINKCODE_CUTS=40 faults Faults.PowerCut
}
