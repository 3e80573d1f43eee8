#!/usr/bin/env bash
# Every ```console block of the given pages that shows `$ redblue ...` is run again: what a page shows is what
# the program prints, but for seconds at the end of a row. Usage: shown.sh REDBLUE PAGE...
set -uo pipefail
redblue=$1
shift
shown=0
wrong=0

timeless() { sed -E 's/ +[0-9]+\.[0-9]{2}$//'; }

compare() {  # page, command line, expected output
  local words actual
  read -ra words <<<"$2"
  actual=$("$redblue" "${words[@]:1}" 2>&1 | timeless)
  shown=$((shown + 1))
  if [ "$actual" != "$(timeless <<<"$3")" ]; then
    wrong=$((wrong + 1))
    printf '%s: "%s" prints otherwise now:\n' "$1" "$2"
    diff <(printf '%s\n' "$3") <(printf '%s\n' "$actual")
  fi
}

for page in "$@"; do
  inside=0 command="" expected=""
  while IFS= read -r line || [ -n "$line" ]; do
    if [ $inside = 0 ]; then
      [ "$line" = '```console' ] && inside=1 command="" expected=""
      continue
    fi
    if [ "$line" = '```' ] || [[ $line == '$ '* ]]; then
      [[ $command == 'redblue '* ]] && compare "$page" "$command" "${expected%$'\n'}"
      command="" expected=""
      if [ "$line" = '```' ]; then inside=0; else command=${line#\$ }; fi
    else
      expected+=$line$'\n'
    fi
  done <"$page"
done

echo "$shown outputs compared, $wrong differ"
[ $shown -gt 0 ] && [ $wrong = 0 ]
