#!/usr/bin/env bash
# Packs the program with its manual and completions into an archive, and writes its checksum.
set -euo pipefail

target=$1
name="offprint-$target"
built="${CARGO_TARGET_DIR:-target}/$target/release"
rm -rf "dist/$name"
mkdir -p "dist/$name/completions"
program=offprint
case "$target" in *windows*) program=offprint.exe ;; esac
cp "$built/$program" LICENSE LICENSE-MIT LICENSE-APACHE CHANGELOG.md "dist/$name/"
"$built/$program" man >"dist/$name/offprint.1"
for shell in bash zsh fish powershell; do
  "$built/$program" completions "$shell" >"dist/$name/completions/offprint.$shell"
done
tar -czf "dist/$name.tar.gz" -C "dist/$name" .
rm -r "dist/$name"
cd dist
if command -v sha256sum >/dev/null; then
  sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
else
  shasum --algorithm 256 "$name.tar.gz" >"$name.tar.gz.sha256"
fi
