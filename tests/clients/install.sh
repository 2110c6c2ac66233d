# Sourced by the clients: how a new machine gets what they need.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Downloads may fail for a moment.
patiently() { "$@" || { sleep 5; "$@"; } || { sleep 20; "$@"; }; }

packages() {
  patiently as_root apt-get update -q
  patiently as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@"
}

# Makes $1 a virtual environment with what the file $2 asks for, and uses it.
python_with() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || packages python3-venv
  python3 -m venv "$1"
  . "$1/bin/activate"
  patiently pip install --quiet --disable-pip-version-check --requirement "$2"
}
