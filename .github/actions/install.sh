#!/usr/bin/env bash
# Puts the program on the path of later steps: the release of this commit of the action, or a program built from this commit's source.
#
# An archive is used only if its checksum is the one in release.sha256 beside this file, which is part of the commit and not of the release.
set -euo pipefail

version=${OFFPRINT_VERSION:-release}
releases=${OFFPRINT_RELEASES:-https://github.com/offprint/offprint/releases}
sums="$GITHUB_ACTION_PATH/.github/actions/release.sha256"
bin="$RUNNER_TEMP/offprint-bin"
mkdir -p "$bin"

case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) target=none ;;
esac
archive="offprint-$target.tar.gz"

digest() {
  if command -v sha256sum >/dev/null; then
    sha256sum <"$1"
  else
    shasum --algorithm 256 <"$1"
  fi | cut -d ' ' -f 1
}

# Prints the checksum of the archive in this commit, if there is one.
expected() {
  if [ -e "$sums" ]; then
    awk -v archive="$archive" '$2 == archive || $2 == "*" archive { print $1 }' "$sums"
  fi
}

download() {
  local release sum found
  release=$(awk '$1 == "release" { print $2 }' "$sums")
  sum=$(expected)
  if ! curl --fail --silent --show-error --location --retry 3 --output "$bin/$archive" "$releases/download/$release/$archive"; then
    return 1
  fi
  # A wrong checksum is an error: do not try another source.
  found=$(digest "$bin/$archive")
  if [ "$found" != "$sum" ]; then
    rm "$bin/$archive"
    echo "::error::The checksum of $archive of $release is wrong, so it is not used: expected $sum, found $found. Somebody replaced the file of the release, or the download is damaged."
    exit 1
  fi
  # Called in a condition, where `set -e` has no effect.
  tar -xzf "$bin/$archive" -C "$bin" || exit 1
  rm "$bin/$archive"
}

build() {
  if ! command -v cargo >/dev/null; then
    echo "::error::There is no archive for this machine, and no cargo to build the program with"
    exit 1
  fi
  cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/offprint-cargo"
  cp "$RUNNER_TEMP/offprint-cargo/bin/offprint"* "$bin/"
}

case "$version" in
  source) build ;;
  release)
    if [ -z "$(expected)" ]; then
      echo "This commit of the action names no archive for this machine: the program is built from its source, which takes some minutes"
      build
    elif ! download; then
      echo "::warning::$archive cannot be downloaded: the program is built from source, which takes some minutes"
      build
    fi
    ;;
  *)
    echo "::error::expected \`release\` or \`source\` as version, found \`$version\`. For another release, name its tag or commit in \`uses:\`"
    exit 1
    ;;
esac

echo "$bin" >>"$GITHUB_PATH"
"$bin/offprint" --version
