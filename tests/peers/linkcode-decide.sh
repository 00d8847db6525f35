#!/usr/bin/env bash
# Types LINKCODE_USER_CODE, exactly as given, into the page at LINKCODE_VERIFICATION_URI of a LinkCode server and approves or denies it.
# Usage: LINKCODE_MAIL=… LINKCODE_PASSWORD=… linkcode-decide.sh approve|deny
# The account's session is kept in LINKCODE_COOKIES (a file beside the system's temporary ones), so that it signs in once.
# When LINKCODE_REVIEW_PAGE names a file, the page that asks for the decision is written there.
set -euo pipefail

case "${1:-}" in
approve) answer=yes end=/link/done/ ;;
deny) answer=no end=/link/ended/ ;;
*) echo "usage: linkcode-decide.sh approve|deny" >&2 && exit 2 ;;
esac
: "${LINKCODE_USER_CODE:?}" "${LINKCODE_VERIFICATION_URI:?}" "${LINKCODE_MAIL:?}" "${LINKCODE_PASSWORD:?}"

site=$(sed -E 's|^(https?://[^/]+).*|\1|' <<<"$LINKCODE_VERIFICATION_URI")
cookies=${LINKCODE_COOKIES:-${TMPDIR:-/tmp}/linkcode-decide-$(id -u)-$(printf %s "$site$LINKCODE_MAIL" | cksum | cut -d ' ' -f 1)}
touch "$cookies" && chmod 600 "$cookies"
page=$(mktemp)
trap 'rm -f "$page"' EXIT

# Fetches into $page, follows redirects and says where it arrived.
visit() { curl -sSL --max-time 30 -b "$cookies" -c "$cookies" -H 'Accept: text/html' -o "$page" -w '%{url_effective}' "$@"; }

# The form check and other hidden fields of the form that sends to $1, as curl's arguments, one a line.
hidden() {
  tr '\n' ' ' <"$page" | sed 's/<form /\n<form /g' | grep "^<form [^>]*$1" | head -n 1 | grep -o '<input[^>]*type="hidden"[^>]*>' |
    sed -E 's/.*name="([^"]*)".*value="([^"]*)".*/\1=\2/' | sed 's/&#x2B;/+/g; s/&amp;/\&/g'
}

submit() {
  local target=$1 pattern=$2 fields=()
  shift 2
  while IFS= read -r field; do fields+=(--data-urlencode "$field"); done < <(hidden "$pattern")
  visit "$target" "${fields[@]}" "$@"
}

type_code() {
  visit "$LINKCODE_VERIFICATION_URI" >/dev/null
  submit "$site/link" 'action="/link"' --data-urlencode "code=$LINKCODE_USER_CODE"
}

at=$(type_code)
if [[ $at == "$site/sign-in"* ]]; then
  at=$(submit "$at" 'method="post"[^>]*class="stack"' --data-urlencode "mail=$LINKCODE_MAIL" --data-urlencode "password=$LINKCODE_PASSWORD")
fi
if [[ $at != "$site/link/review"* ]]; then
  echo "the page did not take the code: $at" >&2
  exit 1
fi
[ -z "${LINKCODE_REVIEW_PAGE:-}" ] || cp "$page" "$LINKCODE_REVIEW_PAGE"

# Nothing is approved within a second of first showing.
sleep 1.2
at=$(submit "$at" 'class="pair"' --data "answer=$answer")
if [[ $at != "$site$end"* ]]; then
  echo "the page did not take the decision: $at" >&2
  exit 1
fi
