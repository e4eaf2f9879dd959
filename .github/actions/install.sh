#!/usr/bin/env bash
# Puts the program on the path of the steps that follow: the release for this machine, its checksum verified, or else one built here.
set -euo pipefail

version=${OFFPRINT_VERSION:-latest}
releases=${OFFPRINT_RELEASES:-https://github.com/offprint/offprint/releases}
bin="$RUNNER_TEMP/offprint-bin"
mkdir -p "$bin"

case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) target= ;;
esac

fetch() {
  curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"
}

verify() {
  if command -v sha256sum >/dev/null; then
    sha256sum --check --quiet "$1"
  else
    shasum --algorithm 256 --check --quiet "$1"
  fi
}

download() {
  local name="offprint-$target.tar.gz" from
  if [ "$version" = latest ]; then
    from="$releases/latest/download"
  else
    from="$releases/download/$version"
  fi
  cd "$bin"
  fetch "$from/$name" "$name" && fetch "$from/$name.sha256" "$name.sha256" || return 1
  # What is not what it should be is no reason to look elsewhere.
  if ! verify "$name.sha256"; then
    echo "::error::The checksum of $name is wrong: it is not used"
    exit 1
  fi
  tar -xzf "$name"
  rm "$name" "$name.sha256"
}

build() {
  if ! command -v cargo >/dev/null; then
    echo "::error::There is no release for this machine, and no cargo to build one with"
    exit 1
  fi
  cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/offprint-cargo"
  cp "$RUNNER_TEMP/offprint-cargo/bin/offprint"* "$bin/"
}

if [ "$version" = source ] || [ -z "$target" ]; then
  build
elif ! (download); then
  # A tag that was asked for is that one, or none.
  if [ "$version" != latest ] || [ -e "$bin/offprint-$target.tar.gz.sha256" ]; then
    echo "::error::Offprint $version cannot be had for this machine"
    exit 1
  fi
  echo "There is no release for this machine: it is built here, which takes some minutes"
  build
fi

echo "$bin" >>"$GITHUB_PATH"
"$bin/offprint" --version
