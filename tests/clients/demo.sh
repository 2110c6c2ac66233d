# Sourced by the clients: a demonstration of its own for each, on a free port, over a fresh database.

ROPEWALK="$PWD/target/debug/ropewalk"

# Starts a demonstration; ADDRESS is where it is, `token` makes tokens for it.
demo() {
  leave
  FOLDER=$(mktemp -d)
  export DATABASE_URL="$FOLDER/demo.db"
  "$ROPEWALK" serve --demo --port 0 >"$FOLDER/log" 2>&1 &
  SERVER=$!
  for _ in $(seq 300); do
    if grep -q "^Admin token" "$FOLDER/log" || ! kill -0 "$SERVER" 2>/dev/null; then break; fi
    sleep 0.1
  done
  ADDRESS=$(grep -oE 'http://[0-9.:]+' "$FOLDER/log" | head -n 1 || true)
  [ -n "$ADDRESS" ] || { cat "$FOLDER/log" >&2; exit 1; }
}

token() { "$ROPEWALK" token create "$@" | tail -n 1; }

leave() {
  [ -n "${SERVER:-}" ] || return 0
  kill "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  rm -rf "$FOLDER"
  SERVER=
}
trap leave EXIT
